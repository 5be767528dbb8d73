/** A page as an address that holds all of it: nothing is stored and no server is asked. */
export function dataUrl(html: string): string {
  return `data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`;
}
