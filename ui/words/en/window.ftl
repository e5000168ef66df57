# What the window says. The engine's own words are in engine.ftl.
# Names that never vary: Token Wallet, Cash Wallet, pricing mode, set up, undo.

## Window and rail
rail = Purser
home = Home
set-up = Set-up
inbox = Inbox
settings = Settings
reconnecting = Reconnecting…
sandbox-name = Sandbox
sandbox-banner = A demo on this computer. Nothing here costs money.
unread-count = { $count } unread
not-read-yet = Not read yet
cancel = Cancel
close = Close
retry = Retry
undo = Undo
no-answer = Purser does not answer
no-answer-advice = Wait a moment and try again. If it stays like this, close the window and open it again.

## Signing in
sign-in-title = Sign in to your gateway
sign-in-what = Your balance, prices and messages, always at hand.
sign-in = Sign in
signing-in = Signing in…
login = User name or e-mail
password = Password
gateway = Gateway
gateway-address = Gateway address
gateway-hint = Only https addresses are used.
try-sandbox = Try the sandbox
starting-sandbox = Starting the sandbox…
try-sandbox-what = No account? The sandbox is a demo gateway that runs on this computer.
two-factor-title = One more step
two-factor-what = Enter the code from the authenticator app of { $login } for { $host }.
two-factor-code = Six-digit code
two-factor-confirm = Confirm

## Vault
vault-create-title = Choose a passphrase
vault-create-why = This computer has no keychain that Purser can use. Purser keeps your sign-in in a file instead, encrypted with a passphrase of yours.
vault-unlock-title = Unlock your sign-in
vault-unlock-why = Your sign-in is kept in an encrypted file on this computer. Enter its passphrase to go on.
passphrase = Passphrase
passphrase-again = Passphrase again
passphrase-hint = It cannot be recovered. If you forget it, sign in again.
passphrase-differs = The two are not the same yet.
vault-create = Create encrypted file
vault-unlock = Unlock

## Home
token-wallet = Token Wallet
cash-wallet = Cash Wallet
balance-spoken = Token Wallet: { $balance }
refresh = Refresh
refreshing = Refreshing…
age-now = just now
age-seconds = { $count } s ago
age-minutes = { $count } min ago
age-hours = { $count } h ago
age-days =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
low-title = Your balance is low
low-advice = Top up on your gateway’s website before requests stop.
pricing-mode = Pricing mode
mode-surge = Surge
mode-standard = Standard
mode-reduced = Reduced
mode-ends-in = { $time } left
mode-ends-now = any moment
rate-input = Input per million tokens
rate-output = Output per million tokens
rate-normal = normally { $rate }
unlimited-until = until { $date }
unlimited-5h = 5-hour window
unlimited-24h = 24-hour window
percent-used = { $percent } % used
next-set-up = Use this balance in Codex
next-set-up-what = Point Codex at { $host }. You see the exact change first.
next-repair = Codex needs a repair
next-repair-what = Some of the settings that Purser wrote have changed.
open-set-up = Open Set-up

## Set-up
set-up-what = Let your tools use { $host }. Purser shows every change before it writes, and can take it back.
codex-unknown = Not read yet
codex-not-set-up = Not set up
codex-set-up = Set up
codex-drifted = Needs repair
codex-unreadable = Cannot be read
codex-uses = Codex uses { $host }.
codex-drifted-what =
    { $count ->
        [one] This key was changed or removed since Purser wrote it:
       *[other] These keys were changed or removed since Purser wrote them:
    }
installs = Installed
on-path = used by your terminal
version-unknown = Version unknown
no-codex-title = Codex is not installed
no-codex-advice = Install it, then look again. You can also set it up first. In a terminal:
look-again = Look again
plan-again = Look at the change again
looking = Looking…
config-file = Config file
set-up-codex = Set up Codex
set-up-again = Set up again
repair = Repair
advanced = Advanced
token-delivery = How Codex gets your token
token-command = Codex asks Purser (recommended)
token-command-what = Codex runs a small Purser command when it needs the token. The token is in no file.
token-plaintext = Write it into the config file
token-plaintext-what = Codex works without Purser on this computer.
token-plaintext-warning = The token will be readable
token-plaintext-advice = Anyone and any program that can read this file can spend your balance. Undo removes the token from it.
written-title = Codex now uses { $host }
written-advice = A Codex that is already running picks it up when you start it again.
undone-title = Purser’s change is undone
undone-advice = A Codex that is already running picks it up when you start it again.

## Plan and diff
plan-set-up = What will change
plan-undo = What undo will change
plan-no-change = There is nothing to change: the file is already as it should be.
plan-creates = { $name } does not exist yet and will be created.
plan-edits = Only these lines of { $name } change. Everything else stays as you wrote it.
undo-exact = { $name } becomes, byte for byte, what it was before Purser.
undo-by-key = Only Purser’s own keys in { $name } are taken back.
write-file = Write { $name }
restore-file = Restore { $name }
writing = Writing…
diff-of = Change to { $file }
lines-added = +{ $count }
lines-removed = −{ $count }
lines-left-out = lines left out
old-line = Old line
new-line = New line
line-change = Change
line-text = Text
finding-note = Note
finding-warning = Warning

## Inbox
inbox-unread =
    { $count ->
        [0] Everything is read.
        [one] { $count } unread message
       *[other] { $count } unread messages
    }
inbox-empty = No messages yet
inbox-empty-what = What { $host } writes to you appears here. You need not do anything.
unread = Unread
open-host = Open { $host }

## Settings
appearance = Appearance
language = Language
theme = Theme
theme-system = System
theme-light = Light
theme-dark = Dark
about = This Purser
account = Account
secrets = Secrets
vault-keychain = In this computer’s keychain
vault-file = In an encrypted file
vault-locked = In an encrypted file, locked
vault-missing = Nowhere yet
version = Version
sign-out = Sign out
sign-out-of = Sign out of { $host }
leave-sandbox = Leave the sandbox
sign-out-what = Purser forgets your token and what it read with it. Codex cannot get the token from Purser any more; its config file stays as it is.
