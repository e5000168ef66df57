//! The key that pays. Must not know where it is kept, nor what it signs for.

use std::fmt;

use alloy::primitives::Address;
use alloy::signers::local::coins_bip39::{English, Entropy, Mnemonic, Wordlist};
use alloy::signers::local::{MnemonicBuilder, PrivateKeySigner};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

/// How many words a recovery phrase may have (BIP-39).
const WORD_COUNTS: [usize; 5] = [12, 15, 18, 21, 24];

/// A secp256k1 key. Its memory is overwritten when it is dropped; its `Debug` shows the address only.
pub struct PayKey {
    signer: PrivateKeySigner,
}

/// Why something typed is no key. Holds nothing of what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A recovery phrase has 12, 15, 18, 21 or 24 words.
    #[error("a recovery phrase has 12, 15, 18, 21 or 24 words, this has {found}")]
    WordCount {
        /// How many there were.
        found: usize,
    },
    /// A word is not in BIP-39's English list.
    #[error("word {position} is not in the list of recovery words")]
    UnknownWord {
        /// Counted from 1.
        position: usize,
    },
    /// Each word is known, but together they are no phrase: one is wrong, or the order is.
    #[error("the words do not belong together")]
    Checksum,
    /// A key is 64 hexadecimal digits, with or without `0x`.
    #[error("a key is 64 hexadecimal digits")]
    NotHex,
    /// The digits are zero, or above the order of the curve.
    #[error("these digits are no key")]
    NotOnCurve,
    /// The operating system gave no random bytes.
    #[error("the system gave no randomness")]
    NoRandomness,
}

impl PayKey {
    /// The first account of a recovery phrase (BIP-39 English, path m/44'/60'/0'/0/0, no passphrase). Case and white
    /// space do not count.
    ///
    /// # Errors
    /// [`KeyError::WordCount`], [`KeyError::UnknownWord`] or [`KeyError::Checksum`].
    pub fn from_phrase(phrase: &SecretString) -> Result<Self, KeyError> {
        let words = Zeroizing::new(phrase.expose_secret().to_lowercase());
        let words: Vec<&str> = words.split_whitespace().collect();
        if !WORD_COUNTS.contains(&words.len()) {
            return Err(KeyError::WordCount { found: words.len() });
        }
        if let Some(unknown) = words
            .iter()
            .position(|word| English::get_index(word).is_err())
        {
            return Err(KeyError::UnknownWord {
                position: unknown + 1,
            });
        }
        let signer = MnemonicBuilder::from_phrase(words.join(" "))
            .build()
            .map_err(|_| KeyError::Checksum)?;
        Ok(Self { signer })
    }

    /// A key written as 64 hexadecimal digits, with or without `0x`; white space around it does not count.
    ///
    /// # Errors
    /// [`KeyError::NotHex`] or [`KeyError::NotOnCurve`].
    pub fn from_hex(digits: &SecretString) -> Result<Self, KeyError> {
        let digits = digits.expose_secret().trim();
        let mut bytes = Zeroizing::new([0; 32]);
        alloy::hex::decode_to_slice(digits, bytes.as_mut_slice()).map_err(|_| KeyError::NotHex)?;
        let signer =
            PrivateKeySigner::from_slice(bytes.as_slice()).map_err(|_| KeyError::NotOnCurve)?;
        Ok(Self { signer })
    }

    /// A new key, with the twelve words that bring it back.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub fn generate() -> Result<(Self, SecretString), KeyError> {
        let mut entropy = Zeroizing::new([0; 16]);
        getrandom::fill(entropy.as_mut_slice()).map_err(|_| KeyError::NoRandomness)?;
        let mnemonic: Mnemonic<English> = Mnemonic::new_from_entropy(Entropy::from(*entropy));
        let phrase = SecretString::from(mnemonic.to_phrase());
        Ok((Self::from_phrase(&phrase)?, phrase))
    }

    /// Whose money it spends; the same on every network.
    #[must_use]
    pub fn address(&self) -> Address {
        self.signer.address()
    }

    /// The key as 64 hexadecimal digits, for where it is kept; [`Self::from_hex`] reads them.
    #[must_use]
    pub fn to_hex(&self) -> SecretString {
        let bytes = Zeroizing::new(self.signer.to_bytes().0);
        SecretString::from(alloy::hex::encode(bytes.as_slice()))
    }

    pub(crate) const fn signer(&self) -> &PrivateKeySigner {
        &self.signer
    }
}

impl fmt::Debug for PayKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PayKey")
            .field("address", &self.address())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use alloy::primitives::address;
    use alloy::signers::k256::ecdsa::SigningKey;
    use proptest::prelude::*;
    use secrecy::zeroize::ZeroizeOnDrop;

    use super::*;

    const TEST_PHRASE: &str = "test test test test test test test test test test test junk";
    const TEST_DIGITS: &str = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    const TEST_ADDRESS: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

    fn phrase(words: &str) -> Result<Address, KeyError> {
        PayKey::from_phrase(&words.into()).map(|key| key.address())
    }

    fn hex(digits: &str) -> Result<Address, KeyError> {
        PayKey::from_hex(&digits.into()).map(|key| key.address())
    }

    #[test]
    fn known_phrases_give_their_known_first_address() {
        assert_eq!(phrase(TEST_PHRASE), Ok(TEST_ADDRESS));
        let zeros = format!("{}about", "abandon ".repeat(11));
        assert_eq!(
            phrase(&zeros),
            Ok(address!("9858EfFD232B4033E47d90003D41EC34EcaEda94"))
        );
    }

    #[test]
    fn a_phrase_is_read_however_it_was_pasted() {
        let pasted = format!("  {}\r\n", TEST_PHRASE.to_uppercase().replace(' ', " \n\t"));
        assert_eq!(phrase(&pasted), Ok(TEST_ADDRESS));
    }

    #[test]
    fn a_phrase_with_a_bad_checksum_is_refused() {
        assert_eq!(phrase(&"test ".repeat(12)), Err(KeyError::Checksum));
        let swapped = format!("junk {}", "test ".repeat(11));
        assert_eq!(phrase(&swapped), Err(KeyError::Checksum));
    }

    #[test]
    fn a_word_that_is_not_in_the_list_is_named_by_its_place() {
        let misspelt = TEST_PHRASE.replacen("test", "tset", 1);
        assert_eq!(
            phrase(&misspelt),
            Err(KeyError::UnknownWord { position: 1 })
        );
    }

    #[test]
    fn a_phrase_of_another_length_is_refused() {
        for count in [0, 1, 11, 13, 16, 25] {
            let words = "abandon ".repeat(count);
            assert_eq!(phrase(&words), Err(KeyError::WordCount { found: count }));
        }
    }

    #[test]
    fn digits_are_a_key_with_and_without_their_prefix() {
        for digits in [
            TEST_DIGITS.to_owned(),
            format!("0x{TEST_DIGITS}"),
            format!(" {}\n", TEST_DIGITS.to_uppercase()),
        ] {
            assert_eq!(hex(&digits), Ok(TEST_ADDRESS), "{digits}");
        }
    }

    #[test]
    fn what_is_not_64_digits_is_refused() {
        let short = TEST_DIGITS.strip_suffix('0').unwrap();
        for digits in [
            "",
            "0x",
            short,
            &format!("{TEST_DIGITS}00"),
            &TEST_DIGITS.replace('a', "g"),
            &format!("0x0x{TEST_DIGITS}"),
        ] {
            assert_eq!(hex(digits), Err(KeyError::NotHex), "{digits}");
        }
    }

    #[test]
    fn digits_outside_the_curve_are_refused() {
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for digits in [&"0".repeat(64), order, &"f".repeat(64)] {
            assert_eq!(hex(digits), Err(KeyError::NotOnCurve), "{digits}");
        }
    }

    #[test]
    fn a_new_key_comes_back_from_its_words_and_is_no_other() {
        let (key, words) = PayKey::generate().unwrap();
        assert_eq!(words.expose_secret().split(' ').count(), 12);
        assert_eq!(
            PayKey::from_phrase(&words).unwrap().address(),
            key.address()
        );
        assert_ne!(PayKey::generate().unwrap().0.address(), key.address());
    }

    #[test]
    fn a_key_comes_back_from_where_it_was_kept() {
        let (key, _) = PayKey::generate().unwrap();
        let kept = key.to_hex();
        assert_eq!(PayKey::from_hex(&kept).unwrap().address(), key.address());
        assert_eq!(
            PayKey::from_phrase(&TEST_PHRASE.into())
                .unwrap()
                .to_hex()
                .expose_secret(),
            TEST_DIGITS
        );
    }

    #[test]
    fn a_key_can_be_printed_without_giving_itself_away() {
        let key = PayKey::from_phrase(&TEST_PHRASE.into()).unwrap();
        let secret = alloy::hex::decode(TEST_DIGITS).unwrap();
        for printed in [format!("{key:?}"), format!("{key:#?}")] {
            let printed = printed.to_lowercase();
            assert!(
                printed.contains(&TEST_ADDRESS.to_string().to_lowercase()),
                "{printed}"
            );
            for secret in [
                TEST_DIGITS,
                TEST_PHRASE,
                &format!("{secret:?}"),
                &TEST_DIGITS[..8],
            ] {
                assert!(!printed.contains(secret), "{printed}");
            }
        }
    }

    #[test]
    fn an_error_about_a_phrase_does_not_repeat_it() {
        for words in [
            TEST_PHRASE.replace("junk", "secret"),
            TEST_PHRASE.replace("junk", "hunter"),
        ] {
            let error = PayKey::from_phrase(&words.into()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(
                !["secret", "hunter"].iter().any(|word| shown.contains(word)),
                "{shown}"
            );
        }
    }

    #[test]
    fn the_memory_of_a_key_is_overwritten_when_it_is_dropped() {
        const fn overwritten<K: ZeroizeOnDrop>(_: &K) {}
        let key = PayKey::from_hex(&TEST_DIGITS.into()).unwrap();
        let held: &SigningKey = key.signer().credential();
        overwritten(held);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reading_of_a_key(text in ".*") {
            let read = phrase(&text).is_ok() || hex(&text).is_ok();
            prop_assert!(!read, "random text became a key");
        }
    }
}
