//! A token transfer authorized by signature (EIP-3009 `TransferWithAuthorization`): its wire form, its digest and
//! who signed it. Must not know which tokens exist, nor what a payment may cost.

use alloy::primitives::{Address, B256, Signature, U256};
use alloy::sol;
use alloy::sol_types::{Eip712Domain, SolStruct, eip712_domain};
use serde::{Deserialize, Serialize};

sol! {
    struct TransferWithAuthorization {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }
}

/// The token contract that an authorization is bound to (EIP-712 domain).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenDomain<'a> {
    /// EIP-712 name, for example `USD Coin`.
    pub name: &'a str,
    /// EIP-712 version, for example `2`.
    pub version: &'a str,
    /// EIP-155 chain id.
    pub chain_id: u64,
    /// The token itself.
    pub contract: Address,
}

impl TokenDomain<'_> {
    fn eip712(&self) -> Eip712Domain {
        eip712_domain! {
            name: self.name.to_owned(),
            version: self.version.to_owned(),
            chain_id: self.chain_id,
            verifying_contract: self.contract,
        }
    }
}

/// What the payer allows: one transfer, once, within a window of time. On the wire the numbers are decimal strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Authorization {
    /// The payer.
    pub from: Address,
    /// Who is paid.
    pub to: Address,
    /// Base units of the token.
    #[serde(with = "decimal")]
    pub value: U256,
    /// Unix seconds; the transfer is possible strictly after this.
    #[serde(with = "decimal")]
    pub valid_after: u64,
    /// Unix seconds; the transfer is possible strictly before this.
    #[serde(with = "decimal")]
    pub valid_before: u64,
    /// Unique for each `from`; the token refuses its second use.
    pub nonce: B256,
}

/// A signature that names no signer: not 65 bytes, not on the curve, or with a high `s` (EIP-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature names no signer")]
pub struct BadSignature;

impl Authorization {
    /// The digest that the payer signs (EIP-712).
    #[must_use]
    pub fn signing_hash(&self, domain: &TokenDomain<'_>) -> B256 {
        TransferWithAuthorization {
            from: self.from,
            to: self.to,
            value: self.value,
            validAfter: U256::from(self.valid_after),
            validBefore: U256::from(self.valid_before),
            nonce: self.nonce,
        }
        .eip712_signing_hash(&domain.eip712())
    }

    /// Who signed this authorization for this token; any 65 bytes name somebody, so compare it with `from`.
    ///
    /// # Errors
    /// [`BadSignature`], also for a signature whose `s` is high: tokens refuse it, and with it a second spelling of
    /// the same signature.
    pub fn recover(
        &self,
        domain: &TokenDomain<'_>,
        signature: &[u8],
    ) -> Result<Address, BadSignature> {
        let signature = Signature::from_raw(signature).map_err(|_| BadSignature)?;
        if signature.normalize_s().is_some() {
            return Err(BadSignature);
        }
        signature
            .recover_address_from_prehash(&self.signing_hash(domain))
            .map_err(|_| BadSignature)
    }
}

/// Numbers as decimal strings, the way every dialect writes them: no sign, no `0x`, no leading zero.
mod decimal {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub(super) fn serialize<T: Display, S: Serializer>(
        number: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(number)
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
        from: D,
    ) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        let plain = text.bytes().all(|byte| byte.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'));
        if !plain || text.is_empty() {
            return Err(D::Error::custom("not a decimal number"));
        }
        text.parse()
            .map_err(|_| D::Error::custom("the number is too large"))
    }
}

#[cfg(test)]
mod tests {
    use alloy::primitives::{address, b256, keccak256};
    use alloy::signers::SignerSync;
    use alloy::signers::local::PrivateKeySigner;
    use proptest::prelude::*;

    use super::*;

    /// The first account of every local test chain; never funded on a real one.
    const KEY: &str = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    const PAYER: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

    const BASE_USDC: TokenDomain<'static> = TokenDomain {
        name: "USD Coin",
        version: "2",
        chain_id: 8453,
        contract: address!("833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
    };

    fn authorization() -> Authorization {
        Authorization {
            from: PAYER,
            to: address!("70997970C51812dc3A010C7d01b50e0d17dc79C8"),
            value: U256::from(10_000),
            valid_after: 1_740_672_089,
            valid_before: 1_740_672_154,
            nonce: B256::repeat_byte(7),
        }
    }

    fn signed(authorization: &Authorization, domain: &TokenDomain<'_>) -> Signature {
        let key: PrivateKeySigner = KEY.parse().unwrap();
        key.sign_hash_sync(&authorization.signing_hash(domain))
            .unwrap()
    }

    #[test]
    fn the_type_is_the_one_that_the_standard_fixes() {
        assert_eq!(
            keccak256(TransferWithAuthorization::eip712_encode_type().as_bytes()),
            b256!("7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267")
        );
    }

    #[test]
    fn the_domain_of_a_real_token_is_what_its_contract_answers() {
        assert_eq!(
            BASE_USDC.eip712().separator(),
            b256!("02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f")
        );
    }

    #[test]
    fn the_digest_is_the_hash_of_prefix_domain_and_the_seven_words() {
        let one = authorization();
        let mut words = Vec::new();
        words.extend(b256!(
            "7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267"
        ));
        words.extend(one.from.into_word());
        words.extend(one.to.into_word());
        words.extend(one.value.to_be_bytes::<32>());
        words.extend(U256::from(one.valid_after).to_be_bytes::<32>());
        words.extend(U256::from(one.valid_before).to_be_bytes::<32>());
        words.extend(one.nonce);
        let mut digest = vec![0x19, 0x01];
        digest.extend(BASE_USDC.eip712().separator());
        digest.extend(keccak256(words));
        assert_eq!(one.signing_hash(&BASE_USDC), keccak256(digest));
    }

    #[test]
    fn the_signer_of_an_authorization_is_its_payer() {
        let one = authorization();
        let signature = signed(&one, &BASE_USDC);
        assert_eq!(one.recover(&BASE_USDC, &signature.as_bytes()), Ok(PAYER));
    }

    #[test]
    fn a_signature_for_another_token_names_somebody_else() {
        let one = authorization();
        let signature = signed(&one, &BASE_USDC).as_bytes();
        for other in [
            TokenDomain {
                name: "USDC",
                ..BASE_USDC
            },
            TokenDomain {
                version: "1",
                ..BASE_USDC
            },
            TokenDomain {
                chain_id: 84532,
                ..BASE_USDC
            },
            TokenDomain {
                contract: PAYER,
                ..BASE_USDC
            },
        ] {
            assert_ne!(one.recover(&other, &signature), Ok(PAYER), "{other:?}");
        }
    }

    #[test]
    fn the_second_spelling_of_a_signature_is_refused() {
        let one = authorization();
        let signature = signed(&one, &BASE_USDC);
        // The order of secp256k1 minus s, with the other parity, is the same signature once more.
        let order = U256::from_be_bytes(
            b256!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").0,
        );
        let twin = Signature::new(signature.r(), order - signature.s(), !signature.v());
        assert_eq!(
            twin.recover_address_from_prehash(&one.signing_hash(&BASE_USDC))
                .unwrap(),
            PAYER
        );
        assert_eq!(one.recover(&BASE_USDC, &twin.as_bytes()), Err(BadSignature));
    }

    #[test]
    fn bytes_that_are_no_signature_are_refused() {
        let one = authorization();
        for bytes in [
            vec![],
            vec![0; 64],
            vec![0; 65],
            vec![0xff; 65],
            vec![1; 66],
        ] {
            assert_eq!(
                one.recover(&BASE_USDC, &bytes),
                Err(BadSignature),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn the_wire_form_is_the_one_of_x402() {
        let wire = serde_json::json!({
            "from": "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
            "to": "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
            "value": "10000",
            "validAfter": "1740672089",
            "validBefore": "1740672154",
            "nonce": "0x0707070707070707070707070707070707070707070707070707070707070707",
        });
        assert_eq!(serde_json::to_value(authorization()).unwrap(), wire);
        assert_eq!(
            serde_json::from_value::<Authorization>(wire).unwrap(),
            authorization()
        );
    }

    #[test]
    fn numbers_that_are_not_plain_decimals_are_refused() {
        for spelling in [
            "",
            "0x10",
            "+1",
            "-1",
            "1e3",
            "1.0",
            "01",
            " 1",
            "1_0",
            &"9".repeat(79),
        ] {
            let mut wire = serde_json::to_value(authorization()).unwrap();
            wire["value"] = spelling.into();
            assert!(
                serde_json::from_value::<Authorization>(wire).is_err(),
                "{spelling}"
            );
        }
    }

    proptest! {
        #[test]
        fn changing_one_bit_of_what_was_signed_names_somebody_else(bit in 0_u32..256, field in 0_u8..4) {
            let one = authorization();
            let signature = signed(&one, &BASE_USDC).as_bytes();
            let mut other = one;
            match field {
                0 => other.value ^= U256::from(1) << bit,
                1 => other.nonce = B256::from(U256::from_be_bytes(one.nonce.0) ^ (U256::from(1) << bit)),
                2 => other.valid_before ^= 1_u64 << (bit % 64),
                _ => other.to.0.0[usize::try_from(bit / 8 % 20).unwrap()] ^= 1 << (bit % 8),
            }
            prop_assert_ne!(other.recover(&BASE_USDC, &signature), Ok(PAYER));
        }

        #[test]
        fn every_authorization_reads_back_as_it_was_written(
            value in any::<[u8; 32]>(), nonce in any::<[u8; 32]>(), valid_after in any::<u64>(), valid_before in any::<u64>(),
        ) {
            let one = Authorization {
                value: U256::from_be_bytes(value), nonce: nonce.into(), valid_after, valid_before, ..authorization()
            };
            let wire = serde_json::to_string(&one).unwrap();
            prop_assert_eq!(serde_json::from_str::<Authorization>(&wire).unwrap(), one);
        }
    }
}
