// Writes dashboard.json as TypeScript, so that the compiler checks it against the types of Grafana:
//     node types.mjs dashboard.json >dashboard.ts
import { readFileSync } from 'node:fs';

const dashboard = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const options = {
  heatmap: 'heatmap/panelcfg/x/HeatmapPanelCfg_types.gen',
  table: 'table/panelcfg/x/TablePanelCfg_types.gen',
  timeseries: 'timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen',
};
console.log("import type { Dashboard, Panel } from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';");
for (const [type, path] of Object.entries(options))
  console.log(`import type { Options as ${type}, FieldConfig as ${type}_field } from '@grafana/schema/dist/esm/raw/composable/${path}';`);
// A document has words where the types have enums.
console.log(`
type Plain<T> = T extends string ? \`\${T}\` : T extends (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
export const dashboard: Plain<Dashboard> = ${JSON.stringify(dashboard, null, 2)};`);
dashboard.panels.forEach((panel, i) => {
  if (!options[panel.type]) throw new Error(`no types for a panel of type ${panel.type}`);
  console.log(`export const panel${i}: Plain<Panel> = ${JSON.stringify(panel)};`);
  console.log(`export const options${i}: Plain<${panel.type}> = ${JSON.stringify(panel.options)};`);
  console.log(`export const field${i}: Plain<Partial<${panel.type}_field>> = ${JSON.stringify(panel.fieldConfig.defaults.custom)};`);
});
