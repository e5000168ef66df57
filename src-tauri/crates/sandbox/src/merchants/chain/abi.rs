//! The calls and events of a token contract, as they stand on the wire. Knows no balances.

use alloy::{
    primitives::{Address, B256, LogData},
    sol,
    sol_types::SolEvent,
};

use super::{Movement, Use};

sol! {
    function balanceOf(address owner) external view returns (uint256);
    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);
    function decimals() external view returns (uint8);
    function symbol() external view returns (string);
    function name() external view returns (string);

    event Transfer(address indexed from, address indexed to, uint256 amount);
    event TransferWithMemo(address indexed from, address indexed to, uint256 amount, bytes32 indexed memo);
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
}

/// The events of one transfer, in the order in which the contract emits them.
pub(super) fn events(from: Address, movement: &Movement) -> Vec<LogData> {
    let Movement { to, amount, memo } = *movement;
    let transfer = Transfer { from, to, amount }.encode_log_data();
    let with_memo = memo.map(|memo| {
        TransferWithMemo {
            from,
            to,
            amount,
            memo,
        }
        .encode_log_data()
    });
    std::iter::once(transfer).chain(with_memo).collect()
}

/// The event that says that an authorization was used; a signed transaction has none.
pub(super) fn used(authorizer: Address, used: Use) -> Option<LogData> {
    let nonce: B256 = match used {
        Use::Authorization(nonce) => nonce,
        Use::Transaction(_) => return None,
    };
    Some(AuthorizationUsed { authorizer, nonce }.encode_log_data())
}
