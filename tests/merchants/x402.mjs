// A merchant that charges by x402 in each of its dialects, and the reference facilitator that settles for
// it, on the chain that BASE_RPC names.
import http from 'node:http'
import { HTTPFacilitatorClient } from '@x402/core/server'
import { x402Facilitator } from '@x402/core/facilitator'
import { toFacilitatorEvmSigner } from '@x402/evm'
import { ExactEvmScheme as Settling } from '@x402/evm/exact/facilitator'
import { ExactEvmSchemeV1 as SettlingV1 } from '@x402/evm/exact/v1/facilitator'
import { ExactEvmScheme as Charging } from '@x402/evm/exact/server'
import {
  paymentMiddleware,
  paymentMiddlewareFromHTTPServer,
  x402HTTPResourceServer,
  x402ResourceServer,
} from '@x402/express'
import {
  declarePaymentIdentifierExtension,
  extractPaymentIdentifier,
  PAYMENT_IDENTIFIER,
  paymentIdentifierResourceServerExtension,
} from '@x402/extensions/payment-identifier'
import express from 'express'
import { baseSepolia } from 'viem/chains'
import { paymentMiddleware as paymentMiddlewareV1 } from 'x402-express'
import { connect, Counts, greet, listen, merchant } from './serve.mjs'

const NETWORK = `eip155:${baseSepolia.id}`
const USDC = '0x036CbD53842c5426634e7929541eC2318f3dCF7e'
const SIGNED_AS = { name: 'USDC', version: '2' }

const chain = await connect(baseSepolia, process.env.BASE_RPC)
const counts = new Counts()

/** The facilitator: asks the chain, and hands it what payers signed. */
const settling = new x402Facilitator()
const signer = toFacilitatorEvmSigner({ ...chain, address: merchant.address })
settling.register(NETWORK, new Settling(signer)).registerV1('base-sepolia', new SettlingV1(signer))

const facilitator = express().use(express.json())
facilitator.get('/supported', (_, response) => response.json(settling.getSupported()))
facilitator.post('/verify', async ({ body }, response) =>
  response.json(await settling.verify(body.paymentPayload, body.paymentRequirements)),
)
facilitator.post('/settle', async ({ body }, response) => {
  const settled = await settling.settle(body.paymentPayload, body.paymentRequirements)
  const resource = body.paymentPayload.resource?.url ?? body.paymentRequirements.resource
  if (settled.success) counts.add(new URL(resource).pathname)
  response.json(settled)
})
const url = await listen(http.createServer(facilitator))

const shop = express().use(express.json())
shop.get('/counts', (_, response) => response.json(counts.answer()))

/** Version 2: terms in a header. */
const price = { amount: '10000', asset: USDC, extra: SIGNED_AS }
const accepts = [{ maxTimeoutSeconds: 60, network: NETWORK, payTo: merchant.address, price, scheme: 'exact' }]
const seller = () => new x402ResourceServer(new HTTPFacilitatorClient({ url })).register(NETWORK, new Charging())
shop.use(paymentMiddleware({ 'GET /v2': { accepts }, 'POST /v2': { accepts } }, seller()))
shop.all('/v2', ({ body, method }, response) => response.json({ body, method }))

/** More than a line of text: bytes, and a long text, for money and for nothing. */
const picture = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256))
shop.use(paymentMiddleware({ 'GET /picture': { accepts } }, seller()))
for (const place of ['/picture', '/free/picture']) {
  shop.get(place, (_, response) => response.type('image/png').send(picture))
}
shop.get('/free/text', (_, response) => response.type('text/plain').send('é'.repeat(70_000)))

/** Version 2 with payment identifiers: the same payment again is answered again, not settled again. */
const known = new Map()
const remembering = seller()
remembering.registerExtension(paymentIdentifierResourceServerExtension)
remembering.onAfterSettle(async ({ paymentPayload }) => {
  known.set(extractPaymentIdentifier(paymentPayload), JSON.stringify(paymentPayload))
})
const extensions = { [PAYMENT_IDENTIFIER]: declarePaymentIdentifierExtension(true) }
const identified = new x402HTTPResourceServer(remembering, { 'GET /identified': { accepts, extensions } })
identified.onProtectedRequest(async ({ paymentHeader }) => {
  if (!paymentHeader) return
  const payload = JSON.parse(Buffer.from(paymentHeader, 'base64'))
  const before = known.get(extractPaymentIdentifier(payload))
  return before === JSON.stringify(payload) ? { grantAccess: true } : undefined
})
shop.use(paymentMiddlewareFromHTTPServer(identified))
shop.get('/identified', (_, response) => response.json({ identified: true }))

/** Version 1: terms in the body. */
const asset = { address: USDC, decimals: 6, eip712: SIGNED_AS }
const routesV1 = { 'GET /v1': { network: 'base-sepolia', price: { amount: '10000', asset } } }
shop.use(paymentMiddlewareV1(merchant.address, routesV1, { url }))
shop.get('/v1', (_, response) => response.json({ v1: true }))

/** PayloadExchange: a bare array of version 1's terms in version 2's header. */
shop.post('/tool/:service/run', async (request, response) => {
  const terms = {
    asset: USDC,
    description: `Access paid service '${request.params.service}'`,
    extra: SIGNED_AS,
    maxAmountRequired: '80000',
    maxTimeoutSeconds: 300,
    mimeType: 'application/json',
    network: 'base-sepolia',
    payTo: merchant.address,
    resource: `http://${request.headers.host}${request.path}`,
    scheme: 'exact',
  }
  const signature = request.get('payment-signature')
  const settled = signature && (await settleAs(terms, JSON.parse(Buffer.from(signature, 'base64'))))
  response.set('x402-version', '2')
  if (!settled?.success) {
    const message = settled ? `payment rejected: ${settled.errorReason}` : 'missing PAYMENT-SIGNATURE header'
    return response.status(402).set('payment-required', encoded([terms])).json({ message })
  }
  const { payer, transaction } = settled
  response.set('payment-response', encoded({ errorReason: null, payer, success: true, transaction }))
  return response.json({ payment_mode: 'user_direct', service: request.params.service, tx_hash: transaction })
})

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64')

async function settleAs(paymentRequirements, paymentPayload) {
  const answer = await fetch(`${url}/settle`, {
    body: JSON.stringify({ paymentPayload, paymentRequirements, x402Version: 1 }),
    headers: { 'content-type': 'application/json' },
    method: 'POST',
  })
  return answer.json()
}

greet({ url: await listen(http.createServer(shop)) })
