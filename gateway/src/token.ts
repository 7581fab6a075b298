/** `npm run --silent token -- --role ANALYST --division 140222000000`: a development token on standard output. */
import { parseArgs } from 'node:util';
import { agencyId } from '#county/agencies';
import { DevelopmentIssuer, ROLES } from './caller.ts';
import { readConfig } from './config.ts';

const { values } = parseArgs({
  options: {
    role: { type: 'string', default: 'ANALYST' },
    division: { type: 'string', multiple: true, default: ['140222000000'] },
    read: { type: 'string', multiple: true },
    find: { type: 'string', multiple: true },
    agency: { type: 'string' },
    subject: { type: 'string' },
    client: { type: 'string', default: 'development' },
    hours: { type: 'string', default: '12' },
  },
});
const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};
const config = readConfig(process.env);
if (config.mode !== 'development') fail('development tokens exist only in development');
if (!ROLES.includes(values.role as never)) fail(`unknown role ${values.role}; the roles are ${ROLES.join(', ')}`);
const malformed = [...values.division, ...(values.read ?? []), ...(values.find ?? [])].find((code) => !/^\d{12}$/.test(code));
if (malformed) fail(`not a division code: ${malformed}; a code is twelve digits, the county is 140222000000`);
const hours = Number(values.hours);
if (Number.isNaN(hours)) fail(`not a number of hours: ${values.hours}`);
const agency = values.agency && !/^agc_/.test(values.agency) ? agencyId(values.agency) : values.agency;
const subject = values.subject ?? ['dev', values.role.toLowerCase(), ...(agency ? [agency] : [])].join(':');
console.log(
  await new DevelopmentIssuer(config.dataFolder).issue(
    {
      id: subject,
      agency,
      client: values.client,
      grants: [{ role: values.role, divisions: values.division, reads: values.read, finds: values.find }],
    },
    hours,
  ),
);
