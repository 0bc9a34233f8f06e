import { bundleToJSON, type Bundle } from '@sigstore/bundle'
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from '@sigstore/mock'
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from '@sigstore/protobuf-specs'
import { DSSEBundleBuilder, FulcioSigner, MessageSignatureBundleBuilder, RekorWitness } from '@sigstore/sign'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'

/** Who signs, as an identity provider would say. */
export interface Claims {
  readonly sub: string
  readonly iss: string
  /** For which repository a workflow ran. */
  readonly repository?: string
}

/** A Sigstore of its own: the real client against the project's own mock of certificate authority and transparency log. */
export interface FakeSigstore {
  /** The trusted root, as JSON. */
  readonly root: string
  /** A bundle of content, as JSON. */
  sign(content: Buffer, claims: Claims): Promise<string>
  /** An attestation about files with these digests. */
  attest(digests: readonly Readonly<Record<string, string>>[], claims: Claims, predicateType?: string): Promise<string>
  close(): Promise<void>
}

const rekorUrl = 'https://rekor.example.org'

/** Starts it on a port of this machine. */
export async function startFakeSigstore(): Promise<FakeSigstore> {
  const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const ctlog = await initializeCTLog(keys())
  const ca = await initializeCA(keys(), ctlog)
  const tlog = await initializeTLog(rekorUrl, keys())
  const handlers = [fulcioHandler(ca), rekorHandler(tlog)]
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const handler = handlers.find(({ path }) => path === request.url)
      void handler?.fn(Buffer.concat(chunks).toString()).then(({ statusCode, response: body, contentType = 'text/plain' }) => {
        response.writeHead(statusCode, { 'content-type': contentType }).end(body)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
  const options = (claims: Claims) => ({
    signer: new FulcioSigner({ fulcioBaseURL: url, identityProvider: { getToken: () => Promise.resolve(token(claims)) } }),
    witnesses: [new RekorWitness({ rekorBaseURL: url, entryType: 'intoto' })],
  })
  const json = (bundle: Bundle) => JSON.stringify(bundleToJSON(bundle))
  return {
    root: JSON.stringify(
      TrustedRoot.toJSON(trust(bytes(ca.rootCertificate), tlog.publicKey, ctlog.publicKey, bytes(ctlog.logID))),
    ),
    sign: async (data, claims) => json(await new MessageSignatureBundleBuilder(options(claims)).create({ data })),
    attest: async (digests, claims, predicateType = 'https://example.org/built') => {
      const subject = digests.map((digest) => ({ name: 'file', digest }))
      const statement = {
        _type: 'https://in-toto.io/Statement/v1',
        subject,
        predicateType,
        predicate: {},
      }
      const data = Buffer.from(JSON.stringify(statement))
      const builder = new DSSEBundleBuilder({ ...options(claims), certificateChain: false })
      return json(await builder.create({ data, type: 'application/vnd.in-toto+json' }))
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A JSON web token that nobody signed: the mock does not ask who did. */
function token(claims: Claims): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part({ ...claims, aud: 'sigstore', exp: 4_000_000_000 })}.x`
}

function bytes(view: ArrayBufferView): Buffer {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}

function trust(certificate: Buffer, tlogKey: Buffer, ctlogKey: Buffer, ctlogId: Buffer): TrustedRoot {
  const validFor = { start: new Date(Date.now() - 60_000) }
  const log = (baseUrl: string, key: Buffer, keyId: Buffer) => ({
    baseUrl,
    logId: { keyId },
    hashAlgorithm: HashAlgorithm.SHA2_256,
    publicKey: { rawBytes: key, keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256, validFor },
    checkpointKeyId: undefined,
    operator: 'example.org',
  })
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [log(rekorUrl, tlogKey, createHash('sha256').update(tlogKey).digest())],
    ctlogs: [log('https://ct.example.org', ctlogKey, ctlogId)],
    certificateAuthorities: [
      {
        subject: { commonName: 'sigstore', organization: 'sigstore.mock' },
        uri: 'https://ca.example.org',
        certChain: { certificates: [{ rawBytes: certificate }] },
        validFor,
        operator: 'example.org',
      },
    ],
    timestampAuthorities: [],
  }
}
