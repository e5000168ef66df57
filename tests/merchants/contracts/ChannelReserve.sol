// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

interface Token {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

/// Payment channels as TIP-1034 describes them, for chains that lack the precompile. Two things a
/// contract cannot do: see the hash of the transaction that calls it, so `reserve.mjs` writes that
/// into the first slot; and take tokens unasked, so the payer has approved it.
contract ChannelReserve {
    struct Descriptor {
        address payer;
        address payee;
        address operator;
        address token;
        bytes32 salt;
        address authorizedSigner;
        bytes32 expiringNonceHash;
    }

    struct State {
        uint96 settled;
        uint96 deposit;
        uint32 closeRequestedAt;
    }

    struct Channel {
        Descriptor descriptor;
        State state;
    }

    uint64 public constant CLOSE_GRACE_PERIOD = 15 minutes;
    bytes32 public constant VOUCHER_TYPEHASH = keccak256("Voucher(bytes32 channelId,uint96 cumulativeAmount)");
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    bytes32 private expiringNonceHash;
    mapping(bytes32 => State) private states;

    event ChannelOpened(
        bytes32 indexed channelId, address indexed payer, address indexed payee, address operator, address token,
        address authorizedSigner, bytes32 salt, bytes32 expiringNonceHash, uint96 deposit
    );
    event Settled(
        bytes32 indexed channelId, address indexed payer, address indexed payee,
        uint96 cumulativeAmount, uint96 deltaPaid, uint96 newSettled
    );
    event TopUp(
        bytes32 indexed channelId, address indexed payer, address indexed payee,
        uint96 additionalDeposit, uint96 newDeposit
    );
    event CloseRequested(
        bytes32 indexed channelId, address indexed payer, address indexed payee, uint256 closeGraceEnd
    );
    event ChannelClosed(
        bytes32 indexed channelId, address indexed payer, address indexed payee,
        uint96 settledToPayee, uint96 refundedToPayer
    );

    function open(
        address payee, address operator, address token, uint96 deposit, bytes32 salt, address authorizedSigner
    ) external returns (bytes32 id) {
        Descriptor memory channel =
            Descriptor(msg.sender, payee, operator, token, salt, authorizedSigner, expiringNonceHash);
        id = idOf(channel);
        require(states[id].deposit == 0 && deposit > 0, "ChannelExists");
        states[id].deposit = deposit;
        require(Token(token).transferFrom(msg.sender, address(this), deposit), "TransferFailed");
        emit ChannelOpened(
            id, msg.sender, payee, operator, token, authorizedSigner, salt, expiringNonceHash, deposit
        );
    }

    function topUp(Descriptor calldata channel, uint96 additional) external {
        (bytes32 id, State storage state) = find(channel);
        require(msg.sender == channel.payer, "NotPayer");
        state.deposit += additional;
        state.closeRequestedAt = 0;
        require(Token(channel.token).transferFrom(msg.sender, address(this), additional), "TransferFailed");
        emit TopUp(id, channel.payer, channel.payee, additional, state.deposit);
    }

    function settle(Descriptor calldata channel, uint96 cumulative, bytes calldata signature) external {
        (bytes32 id, State storage state) = find(channel);
        uint96 paid = capture(id, state, channel, cumulative, cumulative, signature);
        emit Settled(id, channel.payer, channel.payee, cumulative, paid, state.settled);
    }

    function close(Descriptor calldata channel, uint96 cumulative, uint96 captured, bytes calldata signature)
        external
    {
        (bytes32 id, State storage state) = find(channel);
        capture(id, state, channel, cumulative, captured, signature);
        refund(id, state, channel);
    }

    function requestClose(Descriptor calldata channel) external {
        (bytes32 id, State storage state) = find(channel);
        require(msg.sender == channel.payer, "NotPayer");
        state.closeRequestedAt = uint32(block.timestamp);
        emit CloseRequested(id, channel.payer, channel.payee, block.timestamp + CLOSE_GRACE_PERIOD);
    }

    function withdraw(Descriptor calldata channel) external {
        (bytes32 id, State storage state) = find(channel);
        require(msg.sender == channel.payer, "NotPayer");
        bool asked = state.closeRequestedAt != 0;
        require(asked && state.closeRequestedAt + CLOSE_GRACE_PERIOD <= block.timestamp, "CloseNotReady");
        refund(id, state, channel);
    }

    function getChannel(Descriptor calldata channel) external view returns (Channel memory) {
        return Channel(channel, states[idOf(channel)]);
    }

    function getChannelState(bytes32 id) external view returns (State memory) {
        return states[id];
    }

    function getChannelStatesBatch(bytes32[] calldata ids) external view returns (State[] memory found) {
        found = new State[](ids.length);
        for (uint256 at = 0; at < ids.length; at++) found[at] = states[ids[at]];
    }

    function find(Descriptor calldata channel) private view returns (bytes32 id, State storage state) {
        id = idOf(channel);
        state = states[id];
        require(state.deposit > 0, "ChannelNotFound");
    }

    function capture(
        bytes32 id, State storage state, Descriptor calldata channel, uint96 cumulative, uint96 captured,
        bytes calldata signature
    ) private returns (uint96 paid) {
        require(msg.sender == channel.payee || msg.sender == channel.operator, "NotPayee");
        require(captured <= cumulative && captured <= state.deposit && state.settled <= captured, "BadCapture");
        address signer = channel.authorizedSigner == address(0) ? channel.payer : channel.authorizedSigner;
        require(cumulative == 0 || signerOf(id, cumulative, signature) == signer, "InvalidSignature");
        paid = captured - state.settled;
        state.settled = captured;
        pay(channel.token, channel.payee, paid);
    }

    /// What is left goes back; the channel is no more.
    function refund(bytes32 id, State storage state, Descriptor calldata channel) private {
        (uint96 settled, uint96 left) = (state.settled, state.deposit - state.settled);
        delete states[id];
        pay(channel.token, channel.payer, left);
        emit ChannelClosed(id, channel.payer, channel.payee, settled, left);
    }

    function pay(address token, address to, uint96 amount) private {
        require(amount == 0 || Token(token).transfer(to, amount), "TransferFailed");
    }

    function signerOf(bytes32 id, uint96 cumulative, bytes calldata signature) private view returns (address) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN, keccak256("TIP20 Channel Reserve"), keccak256("1"), block.chainid, address(this))
        );
        bytes32 voucher = keccak256(abi.encode(VOUCHER_TYPEHASH, id, cumulative));
        bytes32 digest = keccak256(abi.encodePacked("\x19\x01", domain, voucher));
        return ecrecover(digest, uint8(signature[64]), bytes32(signature[0:32]), bytes32(signature[32:64]));
    }

    function idOf(Descriptor memory channel) private view returns (bytes32) {
        return keccak256(abi.encode(channel, address(this), block.chainid));
    }
}
