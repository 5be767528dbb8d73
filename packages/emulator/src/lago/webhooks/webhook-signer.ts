import { createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import type { SignatureAlgorithm } from './webhook-endpoints.ts';

const LINE = 60;

/** Signs webhooks as Lago does (`facts/lago.md §c` "Verify"). The keys live as long as it does. */
export class WebhookSigner {
  /** Lago shows it in its dashboard only. */
  readonly hmacKey: string;
  #keys: ReturnType<typeof makeKeys> | undefined;

  constructor(hmacKey: string) {
    this.hmacKey = hmacKey;
  }

  /** The signature of a body. `issuer`: Lago's own address, which JWTs name. */
  async sign(algorithm: SignatureAlgorithm, body: string, issuer: string): Promise<string> {
    if (algorithm === 'hmac') {
      return createHmac('sha256', this.hmacKey).update(body).digest('base64');
    }
    const { privateKey } = await this.#keyPair();
    // Claims are these two: no expiry, no time of issue.
    return new SignJWT({ data: body, iss: issuer })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey);
  }

  /** The public key as Lago answers it: base64 of a PEM, with a line break after every 60th sign. */
  async publicKey(): Promise<string> {
    const { publicKey } = await this.#keyPair();
    const text = Buffer.from(await exportSPKI(publicKey)).toString('base64');
    return text.replace(new RegExp(`.{1,${LINE}}`, 'g'), '$&\n');
  }

  #keyPair(): ReturnType<typeof makeKeys> {
    this.#keys ??= makeKeys();
    return this.#keys;
  }
}

const makeKeys = () => generateKeyPair('RS256', { extractable: true });
