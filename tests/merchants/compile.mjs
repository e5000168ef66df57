// Compiles the contracts into `contracts.json`: name -> the code that a chain runs.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import solc from 'solc'

const folder = new URL('contracts/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.sol'))
const sources = Object.fromEntries(names.map((name) => [name, { content: readFileSync(new URL(name, folder), 'utf8') }]))
const settings = {
  evmVersion: 'paris',
  optimizer: { enabled: true, runs: 200 },
  outputSelection: { '*': { '*': ['evm.deployedBytecode.object'] } },
  viaIR: true,
}
const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', settings, sources })))
const errors = (output.errors ?? []).filter((error) => error.severity === 'error')
if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join('\n'))

const code = (name) => '0x' + output.contracts[name][name.replace('.sol', '')].evm.deployedBytecode.object
const compiled = Object.fromEntries(names.map((name) => [name.replace('.sol', ''), code(name)]))
writeFileSync(new URL('contracts.json', import.meta.url), JSON.stringify(compiled))
