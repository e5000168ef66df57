//! `purser channel`: the payment channels, shown and closed. Decides nothing about money.

use wallet::contract::{ChannelView, Command, PayCommand};

use crate::arguments::ChannelStep;
use crate::exit::Stop;
use crate::front::Front;
use crate::ledger;
use crate::plan::print_json;

pub(crate) async fn run(step: ChannelStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = match step {
        ChannelStep::List { json } => list(&front, json).await,
        ChannelStep::Close { id, json } => close(&front, id, json).await,
    };
    front.close().await;
    result
}

async fn list(front: &Front, json: bool) -> Result<(), Stop> {
    let channels = ledger::read(front).await?.channels;
    if json {
        return print_json(&channels);
    }
    if channels.is_empty() {
        say!("There are no payment channels yet.");
    }
    channels.iter().for_each(print);
    Ok(())
}

async fn close(front: &Front, id: String, json: bool) -> Result<(), Stop> {
    front.view().await?;
    let ask = PayCommand::CloseChannel {
        channel: id.clone(),
    };
    front.perform(Command::Pay { ask }).await?;
    let channels = front.view().await?.payments.channels;
    let closed = channels.iter().find(|channel| channel.id == id);
    match closed {
        Some(channel) if json => print_json(channel),
        Some(channel) => {
            print(channel);
            Ok(())
        }
        None => Ok(()),
    }
}

fn print(channel: &ChannelView) {
    let (standing, refund) = if channel.open {
        ("open", "comes back")
    } else {
        ("closed", "came back")
    };
    say!("{}  {standing}  {}", channel.id, channel.origin);
    say!(
        "  {}: {} deposited, {} spent, {} {refund}",
        channel.network,
        channel.deposit,
        channel.spent,
        channel.refund
    );
}
