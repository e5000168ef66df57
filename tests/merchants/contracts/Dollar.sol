// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// A dollar that answers as USDC does: EIP-3009 with both forms of a signature.
/// Its code is put at the real token's address on a local chain, so it has no constructor.
/// Anyone may mint: it is worth nothing.
contract Dollar {
    string public constant version = "2";
    uint8 public constant decimals = 6;
    uint256 private constant BASE = 8453;
    bytes32 private constant DOMAIN =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant TRANSFER = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(bytes32 => bool)) public authorizationState;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);

    /// The name that the signing domain has on this chain.
    function name() public view returns (string memory) {
        return block.chainid == BASE ? "USD Coin" : "USDC";
    }

    function symbol() external pure returns (string memory) {
        return "USDC";
    }

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function transferWithAuthorization(
        address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
        bytes calldata signature
    ) external {
        require(signature.length == 65, "a signature has 65 bytes");
        transferWithAuthorization(
            from, to, value, validAfter, validBefore, nonce,
            uint8(signature[64]), bytes32(signature[0:32]), bytes32(signature[32:64])
        );
    }

    function transferWithAuthorization(
        address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
        uint8 v, bytes32 r, bytes32 s
    ) public {
        require(validAfter < block.timestamp, "authorization is not yet valid");
        require(block.timestamp < validBefore, "authorization is expired");
        require(!authorizationState[from][nonce], "authorization is used or canceled");
        bytes32 message = keccak256(abi.encode(TRANSFER, from, to, value, validAfter, validBefore, nonce));
        address signer = ecrecover(keccak256(abi.encodePacked("\x19\x01", domain(), message)), v, r, s);
        require(signer != address(0) && signer == from, "invalid signature");
        authorizationState[from][nonce] = true;
        emit AuthorizationUsed(from, nonce);
        require(value <= balanceOf[from], "transfer amount exceeds balance");
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }

    function domain() private view returns (bytes32) {
        bytes32 ours = keccak256(bytes(name()));
        return keccak256(abi.encode(DOMAIN, ours, keccak256(bytes(version)), block.chainid, address(this)));
    }
}
