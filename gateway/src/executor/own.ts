import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { buildASTSchema, type DocumentNode, getOperationAST, getVariableValues, Kind, parse, print, visit } from 'graphql';
import type { Runtime, SubgraphClient } from '../executor.ts';
import { carryOut } from './carry.ts';
import { fieldNames, naming } from './naming.ts';
import { compilePlan, type Step } from './plan.ts';
import { projection } from './project.ts';
import { rootFieldsOf, settled, type Variables } from './settle.ts';
import { apiSchema, typeFacts } from './types.ts';

/** How many combinations of the variables on which `@skip` and `@include` depend are kept with an operation. */
const VARIANTS = 16;

/** Guben's own executor: plans of Hive's Rust planner, worked out once an operation and carried out here. */
export function ownRuntime(supergraph: string, clients: Readonly<Record<string, SubgraphClient>>): Runtime {
  const document = parse(supergraph, { noLocation: true });
  const schema = apiSchema(document);
  const types = typeFacts(buildASTSchema(document, { assumeValid: true, assumeValidSDL: true }));
  const planner = new QueryPlanner(supergraph);
  const taken = fieldNames(schema);
  return {
    schema,
    prepare(document) {
      const definitions = getOperationAST(document)?.variableDefinitions ?? [];
      const { keyOf, named } = naming(schema, document, taken);
      const plan = async (asked: DocumentNode): Promise<Step | undefined> => {
        if (rootFieldsOf(asked).every(({ name }) => name.value === '__typename')) return undefined;
        const { node } = await planner.planAsync(print(named(asked)), undefined, new Set(), 0);
        return node ? compilePlan(node, types) : undefined;
      };
      const variants = byConditions(document, (variables) => {
        const asked = settled(document, variables);
        return { projection: projection(schema, asked, keyOf), step: plan(asked) };
      });
      return async (variables, request) => {
        const { coerced, errors } = definitions.length ? getVariableValues(schema, definitions, variables) : { coerced: {} };
        if (errors) return { errors };
        const variant = variants(coerced);
        return carryOut({ step: await variant.step, projection: variant.projection, variables: coerced }, request, clients, types);
      };
    },
  };
}

/** What is made for each combination of the variables on which `@skip` and `@include` depend. */
function byConditions<V>(document: DocumentNode, make: (variables: Variables) => V): (variables: Variables) => V {
  const deciding = new Set<string>();
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return;
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) deciding.add(value.name.value);
    },
  });
  const names = [...deciding];
  const kept = new Map<string, V>();
  return (variables) => {
    const key = names.map((name) => (variables[name] === true ? 1 : 0)).join('');
    let found = kept.get(key);
    if (!found) {
      found = make(variables);
      if (kept.size >= VARIANTS) kept.delete(kept.keys().next().value as string);
      kept.set(key, found);
    }
    return found;
  };
}
