// A merchant that sells by payment channel (MPP tempo/session, TIP-1034) with npm `mppx`. Its chain, and
// its customers', is the endpoint that it starts in front of TEMPO_RPC.
import http from 'node:http'
import { Mppx, Request as MppRequest, Store, tempo } from 'mppx/server'
import { tempoModerato } from 'viem/chains'
import { connect, Counts, greet, listen, merchant } from './serve.mjs'
import { reserve } from './reserve.mjs'

const rpc = await reserve()
const client = await connect(tempoModerato, rpc)
const counts = new Counts()
const channels = tempo.session({
  account: merchant,
  chainId: tempoModerato.id,
  currency: '0x20c0000000000000000000000000000000000000',
  getClient: () => client,
  recipient: merchant.address,
  store: Store.memory(),
  suggestedDeposit: '0.05',
})
const shop = Mppx.create({
  methods: [channels],
  realm: '127.0.0.1',
  secretKey: 'a secret of this test, of 32 bytes or more',
})

/** What it was sent and took, in order: open, voucher, topUp, close. */
const taken = []

function action(request) {
  const [, credential] = request.headers.get('authorization').split(' ')
  return JSON.parse(Buffer.from(credential, 'base64url')).payload.action
}

async function answer(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/counts') return Response.json(counts.answer())
  if (pathname === '/taken') return Response.json(taken)
  const price = { amount: '0.01', unitType: 'request' }
  if (pathname === '/greedy') price.suggestedDeposit = '1000'
  const payment = await shop.session(price)(request)
  if (payment.status === 402) return payment.challenge
  taken.push(action(request))
  const delivered = payment.withReceipt(Response.json({ data: { page: 1 } }))
  // What only tops a channel up, or closes it, is answered with nothing: no page was sold.
  if (delivered.status === 200) counts.add(pathname)
  // It takes the money, and keeps the line open for ever.
  if (pathname === '/mute') await new Promise(() => {})
  return delivered
}

greet({ rpc, url: await listen(http.createServer(MppRequest.toNodeListener(answer))) })
