// What the merchants share: the chain that they settle on, and their one line of greeting.
import { createClient, http as transport, publicActions, walletActions } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** The merchant, who also pays the gas of what it settles, and who pays it for others. Never fund these. */
export const merchant = privateKeyToAccount('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
export const sponsor = privateKeyToAccount('0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a')
/** Who else gets a part of a split price. */
export const author = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'

/** A client of the chain at `url`, which must be `chain`. */
export async function connect(chain, url) {
  const here = { ...chain, rpcUrls: { default: { http: [url] } } }
  const client = createClient({ account: merchant, chain: here, pollingInterval: 25, transport: transport(url) })
    .extend(publicActions)
    .extend(walletActions)
  const found = await client.getChainId()
  if (found !== chain.id) throw new Error(`${url} is chain ${found}, not ${chain.id}`)
  return client
}

/** How often each path was paid. */
export class Counts {
  #paid = {}
  add(path) {
    this.#paid[path] = (this.#paid[path] ?? 0) + 1
  }
  answer() {
    return this.#paid
  }
}

/** Listens on a free port of loopback and gives the address. */
export async function listen(server) {
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${server.address().port}`
}

/** Tells the test, in one line, that everything answers. */
export function greet(addresses) {
  console.log(JSON.stringify({ ready: true, ...addresses }))
}
