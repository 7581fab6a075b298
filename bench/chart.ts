export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Ours. */
  readonly own: boolean;
}

const WIDTH = 760;
const LEFT = 150;
const ROW = 26;
const TOP = 44;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Horizontal bars as an SVG picture, the longest as wide as the picture; readable on light and dark pages. */
export function chartOf(title: string, unit: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map((b) => b.value));
  const height = TOP + bars.length * ROW + 12;
  const rows = bars.map(({ name, value, own }, i) => {
    const y = TOP + i * ROW;
    const width = Math.max(1, (value / most) * (WIDTH - LEFT - 90));
    return `  <text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${escaped(name)}</text>
  <rect x="${LEFT}" y="${y + 2}" width="${width.toFixed(1)}" height="${ROW - 8}" rx="2" fill="${own ? '#2563eb' : '#94a3b8'}"/>
  <text x="${(LEFT + width + 6).toFixed(1)}" y="${y + 15}">${Math.round(value).toLocaleString('en')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
  <style>text { font: 12px system-ui, sans-serif; fill: #1e293b } .title { font-weight: 600; font-size: 14px }</style>
  <rect width="100%" height="100%" fill="#fff"/>
  <text class="title" x="8" y="20">${escaped(title)}</text>
  <text x="8" y="36">${escaped(unit)}</text>
${rows.join('\n')}
</svg>
`;
}
