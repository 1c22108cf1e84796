/** Where a document's file lies. */
export function documentAddress(documentId: string): string {
  return `/v1/documents/${encoded(documentId)}`;
}

/** Where a passage lies with its neighbours. */
export function passageAddress(passageId: string): string {
  return `/v1/passages/${encoded(passageId)}`;
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
