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

async function answer(request) {
  const { pathname } = new URL(request.url)
  if (pathname === '/counts') return Response.json(counts.answer())
  const payment = await shop.session({ amount: '0.01', unitType: 'request' })(request)
  if (payment.status === 402) return payment.challenge
  const delivered = payment.withReceipt(Response.json({ data: { page: 1 } }))
  // What only tops a channel up, or closes it, is answered with nothing: no page was sold.
  if (delivered.status === 200) counts.add(pathname)
  return delivered
}

greet({ rpc, url: await listen(http.createServer(MppRequest.toNodeListener(answer))) })
