/** The JSON of an answer of at most `bytes`; what is larger is left unread. */
export async function jsonWithin(response: Response, bytes: number): Promise<unknown> {
  const tooLarge = () => new Error(`answered more than ${bytes} bytes`);
  if (Number(response.headers.get('content-length') ?? 0) > bytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of response.body ?? []) {
    read += chunk.byteLength;
    if (read > bytes) throw tooLarge(); // leaving the loop cancels the rest
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}
