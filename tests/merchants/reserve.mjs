// A JSON-RPC endpoint in front of the chain at TEMPO_RPC, on which `ChannelReserve.sol` stands in for the
// precompile. It adds the one thing that a contract cannot see: the hash that names an opening channel.
import http from 'node:http'
import { Session } from 'mppx/tempo'
import { toFunctionSelector } from 'viem'
import { Transaction } from 'viem/tempo'
import { SignatureEnvelope, TxEnvelopeTempo } from 'ox/tempo'
import { listen } from './serve.mjs'

const { Channel, escrowAbi } = Session.Precompile
export const RESERVE = '0x4d50500000000000000000000000000000000000'
const FIRST_SLOT = `0x${'00'.repeat(32)}`
const OPEN = toFunctionSelector(escrowAbi.find((entry) => entry.name === 'open'))

async function ask(body) {
  const answer = await fetch(process.env.TEMPO_RPC, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    method: 'POST',
  })
  return answer.json()
}

/** The hash of an opening transaction, as its sender signed it; nothing for any other. */
function openingHash(raw) {
  const transaction = Transaction.deserialize(raw)
  if (!transaction.calls?.some(({ data, to }) => to?.toLowerCase() === RESERVE && data?.startsWith(OPEN))) return
  const envelope = TxEnvelopeTempo.deserialize(raw)
  const payload = TxEnvelopeTempo.getSignPayload(envelope)
  const sender = SignatureEnvelope.extractAddress({ payload, signature: envelope.signature })
  const feePayer = transaction.feePayerSignature != null || undefined
  return Channel.computeExpiringNonceHash(Channel.transactionForExpiringNonceHash({ feePayer, transaction }), {
    sender,
  })
}

async function answer(question) {
  if (question.method.startsWith('eth_sendRawTransaction')) {
    const hash = openingHash(question.params[0])
    if (hash) await ask({ id: 0, jsonrpc: '2.0', method: 'anvil_setStorageAt', params: [RESERVE, FIRST_SLOT, hash] })
  }
  return ask(question)
}

async function serve(request, response) {
  const parts = await request.toArray()
  const question = JSON.parse(Buffer.concat(parts))
  const answered = Array.isArray(question) ? await Promise.all(question.map(answer)) : await answer(question)
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answered))
}

/** Starts the endpoint and gives its address. */
export const reserve = () => listen(http.createServer(serve))
