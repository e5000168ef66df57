# What the window says about payments and paid APIs. The engine's own words are in pay.ftl.
# Names that never vary: Pay Wallet, key, recovery phrase, payment, approval, limits, ledger, origin, channel, sponsor.

## Payments
payments = Payments
payments-sections = Parts of Payments
wallet = Wallet
approvals = Approvals
limits = Limits
ledger = Ledger
origins = Origins
play-money = Play money
waiting-count =
    { $count ->
        [one] { $count } approval waiting
       *[other] { $count } approvals waiting
    }
pause-payments = Pause payments
resume-payments = Resume payments
paused-title = Payments are paused
paused-advice = Nothing is paid until you resume them. What is on its way already is not stopped.
ask-waits = { $host } asks for { $amount }
asks-wait = { $count } payments wait for your answer
ask-waits-what = Nothing is paid before you approve it.
review = Review
copy = Copy
copied = Copied
copy-by-hand = Selected. Copy it with the keyboard.
network = Network
test-network = Test, worth nothing
request = Request
recipient = Paid to
copy-recipient = Copy the recipient’s address
transaction = Transaction
copy-transaction = Copy the transaction
paid-with = Paid with
to-host = to
server-words = The server’s own words, not checked

## Wallet
pay-wallet = Pay Wallet
no-key = No Pay Wallet yet
no-key-what = The Pay Wallet pays APIs that ask for money per request (HTTP 402). It holds stablecoins under a key that only this computer has, and pays within limits that you set.
no-key-yet = Create a key first. Without one nothing can be paid.
create-key = Create key
creating-key = Creating the key…
import-key = Import key
import-key-title = Import a key that you have
importing-key = Importing…
key-secret = Recovery phrase or private key
key-secret-hint = 12 to 24 words, or 64 hexadecimal digits. It goes to where your secrets are kept and is never shown again.
phrase-waits = Write down your recovery phrase
phrase-waits-why = It is the only way to get this wallet back when this computer is lost. It never enters this window: a terminal shows it, once.
phrase-waits-where = Run this in a terminal on this computer, with nobody looking.
copy-command = Copy the command
copy-address = Copy the address
qr-of = QR code of { $address }
receiving-what = Send only the tokens listed below, on these networks. Anything else may be lost.
balances = Balances
read-now = Read now
reading-now = Reading…
remove-key = Remove this key
remove-key-what = What the wallet holds stays on the chain, but this computer can no longer pay with it. Only the recovery phrase or the private key brings it back.
remove-key-unseen = You have not seen its recovery phrase
remove-key-unseen-advice = Once the key is removed, nobody can get at what the wallet holds. See the phrase first.
remove-key-confirm = Type the wallet’s address to confirm
remove-key-confirm-hint = The whole of { $short }.
remove-key-of = Remove the key of { $short }
removing-key = Removing…

## Approvals
approvals-empty = Nothing waits for you
approvals-empty-what = An origin that you never paid before, or a new recipient, is asked for here before anything is paid.
asked-because = Why you are asked
offer-ends-in = { $time } left
offer-ended = The offer has ended
splits = Of it, for others
network-fee = Network fee
fee-by-server = Paid by the server
fee-by-you = Paid by you, on top
deposit = Deposit
deposit-what = { $deposit } goes into a payment channel. What is not spent comes back when it is closed.
pay-amount = Pay { $amount }
pay-with-deposit = Deposit { $deposit }, pay { $amount } of it
decline = Decline
paying = Paying…

## Limits
limits-title = The most that is paid
limits-what = In dollars of stablecoins. More than this is refused, not asked for. What is on its way counts as spent, and so does the most that a network’s fee may take.
spent-today = { $spent } of { $limit } spent today
amount-hint = Write it like 0.10, with at most six digits after the point.
limit-payment = Per payment
limit-payment-what = The most for a single request.
limit-origin = Per origin and day
limit-origin-what = The most for one web address in a day.
limit-day = Per day
limit-day-what = The most for everything together.
limit-channel = Per channel
limit-channel-what = The most that a payment channel may hold.
unknown-origins = An origin that you never paid before
unknown-ask = Ask me
unknown-ask-what = Nothing is paid until you approve it.
unknown-refuse = Refuse
unknown-refuse-what = Only origins that you allowed are paid.
try-limits = Try on the last 30 days
trying-limits = Trying…
save-limits = Save limits
limits-saved = Limits saved
back-to-saved = Back to what is saved

## Ledger
ledger-empty = Nothing was paid yet
ledger-empty-what = Each payment stands here with what became of it: paid, declined, refused, or not known yet.
ledger-export = All of it as a file for a spreadsheet:
payment-asked = Waits for you
payment-asked-what = Nothing was paid. It waits for your answer under Approvals.
payment-underway = On its way
payment-underway-what = It was sent and is not answered yet.
payment-delivered = Paid
payment-delivered-what = It was paid, and the answer came.
payment-not-delivered = Paid, no answer
payment-not-delivered-what = It was paid, and no answer came. Ask the provider for it, with the transaction as proof.
payment-unknown = Not known yet
payment-unknown-what = It was sent, and nobody said whether it arrived. Purser asks the chain, and does not pay again.
payment-expired = Not paid
payment-expired-what = It can no longer be paid, and nothing was.
payment-declined = Declined
payment-refused = Refused
payment-failed = Not sent
payment-unpaid-what = Nothing was paid.
unknown-title =
    { $count ->
        [one] It is not known whether { $count } payment arrived
       *[other] It is not known whether { $count } payments arrived
    }
ask-chain = Ask the chain now
see-transaction = See it on { $host }

## Origins and channels
origins-title = Known origins
origins-what = Web addresses that asked for money, and how each is treated. A choice takes effect at once.
origins-empty = No web address has asked for money yet. The first time, you are asked.
spent-there = { $spent } spent today
origin-allow = Pay without asking, within the limits
origin-allow-what = A new recipient is still asked for.
origin-dialect = How it asks for money
origin-dialect-exchange = How it asks for money: as a PayloadExchange
origin-exchange = It is a PayloadExchange
origin-exchange-what = Accept the older way in which these ask for money. Only for an origin that you know to be one.
paid-to-last = Last paid to
paid-to-nobody = Nothing was paid there yet.
forget-origin = Forget it
add-origin = Add an origin
origin-address = Origin
origin-address-hint = As https://api.example.com, without a path.
allow-origin = Allow it, within the limits
channels = Payment channels
channels-what = A channel holds a deposit for many small payments. What is not spent comes back when it is closed.
channel-deposit = Holds
channel-spent = Spent
channel-refund = Comes back
channel-refunded = Came back
channel-closed = Closed
close-channel = Close channel, get { $refund } back
closing-channel = Closing…

## Paid APIs
paid-apis = Paid APIs
paid-apis-sections = Kinds of paid APIs
supergraph = Codex Supergraph
supergraph-what = Ask about tokens, prices and markets on any chain, in GraphQL. Each query is paid by itself.
ready-queries = Ready queries
query = Query
variables-of-query = Variables
variables-json = Variables, a JSON object
variables-hint = For example { "{" } "limit": 10 { "}" }
run = Run
run-for = Run for { $price }
run-sponsored = Run, sponsored if possible
run-sponsored-hint = Where no sponsor pays, you pay, within your limits.
running = Running…
price-known = It pays { $price } and no more. If it costs more by now, nothing is paid.
price-unknown = What it costs is not known yet. Nothing is paid above your limits.
price-by-key = Your API key is used. Nothing is paid.
api-key = API key
api-key-kept = API key: in use, nothing is paid
api-key-other = Another API key
api-key-what = With a key of your own, queries are not paid one by one, and the Pay Wallet is not used.
api-key-hint = It is sent to { $url } only, and is never shown again.
use-api-key = Use this key
remove-api-key = Remove the key, pay per query
open-wallet = Open Wallet
open-ledger = Open Ledger
change-limits = Change limits
answer = Answer
answer-working = Waiting for the answer…
answer-asked = It waits for your answer above.
answer-came = The answer is here.
answer-table = Answer as a table
answer-status = Status { $status }
answer-more = This is only the beginning. A terminal prints all of it:
raw-text = As it came
nothing-paid = Nothing was paid.
offers = What it asks for
offer-refused = Not taken: { $reason }

## PayloadExchange
exchange = PayloadExchange
exchange-what = Sponsors pay for your calls there, mostly for a task that you do first. Where none does, you can pay yourself.
no-exchange = No PayloadExchange chosen
no-exchange-what = Enter the address of one that you trust. Reading it costs nothing.
exchange-address = Address of the exchange
use-exchange = Use this exchange
other-exchange = Use another one
profile = Your profile there
profile-what = Sponsors choose by it whose calls they pay for. It leaves this computer when you create it.
profile-email = E-mail
profile-email-hint = The exchange may show it to others.
profile-region = Region
profile-region-hint = As EU or US.
profile-roles = Roles
profile-tools = Tools that you use
names-hint = With commas between them.
create-profile = Create profile
profile-first = Create your profile first.
sending = Sending…
campaigns = Campaigns
campaigns-what = A sponsor pays for calls, once its task is done.
campaigns-empty = No sponsor has a campaign now.
campaign-pays = { $sponsor } pays { $subsidy } per call; { $left } left.
task-open = Task open
task-done = Task done
complete-task = Report the task as done
services = Services
services-what = Sponsored where a campaign allows it; else for your own money.
services-empty = It offers no services now.
costs = { $price } per call
costs-sponsored = { $price } per call, or sponsored by { $sponsor }
run-name = Run { $name }
input = Input
sponsored-apis = Sponsored APIs
sponsored-apis-what = Paid from a sponsor’s budget while it lasts.
sponsored-apis-empty = It lists no sponsored APIs now.
api-sponsored = { $sponsor } pays; { $left } left
api-used-up = The budget of { $sponsor } is used up; { $price } per call
new-api = Create a sponsored API
new-api-what = The exchange may ask a fee for this. You pay it, within your limits.
api-name = Name
api-sponsor = Sponsor
api-upstream = Address that it leads to
api-price = Price of a call, in cents
api-budget = Budget, in cents
create-api = Create it
paid-by-you = Paid by you.
paid-by-sponsor = Paid by a sponsor
paid-nothing-yourself = You paid nothing.
sponsor-reference = The sponsor’s own reference, not a transaction:
free = Free
task-first = A sponsor’s task comes first
task-first-what = Nothing was paid. Do the task, report it under Campaigns, then run this again.
metrics = Use of skills
metrics-empty = No use was reported there yet.
metric-skill = Skill
metric-uses = Uses
metric-worked = Worked
metric-platform = Platform
metric-platform-hint = As codex or claude-code.
metric-event = What happened
metric-created = Created
metric-installed = Installed
metric-invoked = Started
metric-completed = Completed
metric-failed = Failed
metric-success = It worked
report-use = Report a use
reported = The use of { $skill } is reported

## Networks
networks = Payment networks
networks-what = Where each network is read and payments are sent through.
chain-number = chain { $chain }
rpc-address = RPC address
rpc-hint = https, or http on this computer. Purser checks that it is of this network.
rpc-yours = Your address
use-rpc = Use this address
built-in-rpc = Use the built-in one
