/** The floor: a bare `node:http` server that reads the request and returns bytes it was given. `bare.ts <answers.json>` */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const file = process.argv[2] as string;
const answers = new Map(
  Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>).map(([body, text]) => [body, Buffer.from(text)]),
);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const answer = request.method === 'GET' ? Buffer.from('{"status":"ready"}') : answers.get(Buffer.concat(chunks).toString());
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer?.length ?? 0 });
    response.end(answer);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
