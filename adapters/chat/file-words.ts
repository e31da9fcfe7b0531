/** `v2, 3.1 kB`: decimal units, as chat platforms show them. */
export const fileFacts = (file: { readonly bytes: number; readonly version: number }): string =>
  `v${file.version}, ${size(file.bytes)}`;

const size = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};
