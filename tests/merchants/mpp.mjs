// A merchant that charges by MPP with npm `mppx`: one route for each kind of offer. Knows the two chains
// that TEMPO_RPC and BASE_RPC name.
import http from 'node:http'
import { evm, Mppx, Request as MppRequest, Store, tempo } from 'mppx/server'
import { parseSignature } from 'viem'
import { baseSepolia, tempoModerato } from 'viem/chains'
import { author, connect, Counts, greet, listen, merchant, sponsor } from './serve.mjs'

const PATH_USD = '0x20c0000000000000000000000000000000000000'
const USDC = '0x036CbD53842c5426634e7929541eC2318f3dCF7e'
const transferWithAuthorization = [
  {
    type: 'function',
    name: 'transferWithAuthorization',
    stateMutability: 'nonpayable',
    inputs: [
      { name: 'from', type: 'address' },
      { name: 'to', type: 'address' },
      { name: 'value', type: 'uint256' },
      { name: 'validAfter', type: 'uint256' },
      { name: 'validBefore', type: 'uint256' },
      { name: 'nonce', type: 'bytes32' },
      { name: 'v', type: 'uint8' },
      { name: 'r', type: 'bytes32' },
      { name: 's', type: 'bytes32' },
    ],
    outputs: [],
  },
]

const onTempo = await connect(tempoModerato, process.env.TEMPO_RPC)
const onBase = await connect(baseSepolia, process.env.BASE_RPC)
const counts = new Counts()

const charge = (more) =>
  tempo.charge({
    chainId: tempoModerato.id,
    currency: PATH_USD,
    getClient: () => onTempo,
    recipient: merchant.address,
    store: Store.memory(),
    ...more,
  })
const authorization = evm.charge({
  authorization: { name: 'USDC', version: '2' },
  chainId: baseSepolia.id,
  currency: USDC,
  decimals: 6,
  recipient: merchant.address,
  settle,
})
const merchants = {
  charge: shop(charge()),
  both: shop(authorization, charge()),
  base: shop(authorization),
  sponsored: shop(charge({ feePayer: sponsor })),
}

function shop(...methods) {
  return Mppx.create({ methods, realm: '127.0.0.1', secretKey: 'a secret of this test, of 32 bytes or more' })
}

/** Hands the payer's authorization to the token. */
async function settle({ payload }) {
  const { r, s, yParity } = parseSignature(payload.signature)
  const times = [payload.validAfter, payload.validBefore].map(BigInt)
  const hash = await onBase.writeContract({
    abi: transferWithAuthorization,
    address: USDC,
    args: [payload.from, payload.to, BigInt(payload.value), ...times, payload.nonce, yParity + 27, r, s],
    functionName: 'transferWithAuthorization',
  })
  const { status } = await onBase.waitForTransactionReceipt({ hash })
  if (status !== 'success') throw new Error(`${hash} was reverted`)
  return { reference: hash }
}

/** Path -> what it asks of a request. */
const routes = {
  '/charge': merchants.charge.charge({ amount: '0.01', description: 'A page' }),
  '/sponsored': merchants.sponsored.charge({ amount: '0.01' }),
  '/split': merchants.charge.charge({ amount: '0.01', splits: [{ amount: '0.003', recipient: author }] }),
  '/proof': merchants.charge.charge({ amount: '0' }),
  '/base': merchants.base.charge({ amount: '0.01' }),
  '/both': merchants.both.compose(['evm/charge', { amount: '0.001' }], ['tempo/charge', { amount: '0.001' }]),
  '/cheaper': merchants.both.compose(['tempo/charge', { amount: '0.002' }], ['evm/charge', { amount: '0.001' }]),
  '/graphql': merchants.charge.charge({ amount: '0.001' }),
}

/** What the Supergraph answers before any talk of money; nothing when it may be paid for. */
async function refusal(request) {
  if (request.headers.get('x-codex-payment') !== 'mpp') return error(401, 'Unauthorized')
  const { query } = await request.clone().json()
  return /^\s*(mutation|subscription)\b/.test(query) ? error(403, 'Forbidden') : undefined
}

const error = (status, message) => Response.json({ errors: [{ message }] }, { status })

async function answer(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/counts') return Response.json(counts.answer())
  const refused = pathname === '/graphql' ? await refusal(request) : undefined
  if (refused) return refused
  const body = await request.clone().text()
  const payment = await routes[pathname](request)
  if (payment.status === 402) return payment.challenge
  counts.add(pathname)
  const data = pathname === '/graphql' ? { getNetworks: [{ id: 8453, name: 'Base' }] } : { body }
  return payment.withReceipt(Response.json({ data }))
}

greet({ url: await listen(http.createServer(MppRequest.toNodeListener(answer))) })
