import type { Message, NodeClient } from './node-client.ts';
import { type Body, decode } from './read-body.ts';

/** The message as it was before it was packed; its failures come out of it too. */
function unpacked(message: Message, { zlib }: NodeClient, fail: (error: Error) => void) {
  const encoding = message.headers['content-encoding']?.trim().toLowerCase();
  const isDeflated = encoding === 'gzip' || encoding === 'x-gzip' || encoding === 'deflate';
  const unpack = isDeflated
    ? zlib.createUnzip()
    : encoding === 'br' && zlib.createBrotliDecompress();
  if (!unpack) return message;
  message.on('error', fail);
  return message.pipe(unpack);
}

/** Reads the body of a message: see {@link Reply.read}. */
export function readMessage(
  message: Message,
  node: NodeClient,
  most: number,
  keep: boolean,
): Promise<Body> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const end = () => {
      bytes.destroy();
      message.destroy();
    };
    const fail = (error: Error) => {
      reject(error);
      end();
    };
    const bytes = unpacked(message, node, fail);
    if (message.destroyed) return fail(new Error('The reply broke off.'));
    bytes.on('data', (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length > most) {
        resolve({ text: '', isEmpty: false, isTooLong: true });
        end();
      } else if (keep) chunks.push(chunk);
    });
    bytes.on('error', fail);
    bytes.on('end', () => {
      resolve({
        text: keep ? decode(chunks, length) : '',
        isEmpty: length === 0,
        isTooLong: false,
      });
    });
    message.on('close', () => {
      if (!message.complete) fail(new Error('The reply broke off.'));
    });
  });
}
