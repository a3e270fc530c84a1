//! The texts of a request, out of its body.
//!
//! They are JSON in the strings of JSON, with an escape every few bytes, and unescaping them takes a
//! reader that is made for anything as long as all the rest of an answer. This one knows bodies as
//! clients write them, and says nothing of others.

use fearless_simd::{Level, SimdBase as _, SimdMask as _, dispatch, u8x16};

const CHUNK: usize = 16;

/// What an escape of one letter spells; `None` for what is none, and for `\u`, which is rare.
fn spelled(letter: u8) -> Option<u8> {
    Some(match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) pattern: String,
    pub(super) event: String,
}

/// The parameters of a body that holds them and nothing else. `None` is not to say that it is wrong:
/// a reader for all of JSON has to look at it.
pub(super) fn read(body: &[u8]) -> Option<Parameters> {
    let mut reader = Reader { body, at: 0 };
    let (mut pattern, mut event) = (None, None);
    reader.sign(b'{')?;
    loop {
        let name = reader.string()?;
        reader.sign(b':')?;
        let slot = match &*name {
            "EventPattern" => &mut pattern,
            "Event" => &mut event,
            _ => return None,
        };
        if slot.replace(reader.string()?).is_some() {
            return None;
        }
        if reader.sign(b',').is_none() {
            break;
        }
    }
    reader.sign(b'}')?;
    reader.skip_white_space();
    (reader.at == body.len()).then_some(Parameters {
        pattern: pattern?,
        event: event?,
    })
}

struct Reader<'b> {
    body: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.body.get(self.at) {
            self.at += 1;
        }
    }

    /// Goes behind a sign, if it is what follows.
    fn sign(&mut self, wanted: u8) -> Option<()> {
        self.skip_white_space();
        (self.body.get(self.at) == Some(&wanted)).then(|| self.at += 1)
    }

    /// Goes behind a string; what it spells.
    fn string(&mut self) -> Option<String> {
        self.sign(b'"')?;
        // Nothing spells more bytes than it takes. Whole chunks are copied, of which only the part
        // in front of a special byte is counted: so there is one more.
        let mut out = vec![0; self.body.len() - self.at + CHUNK];
        let mut length = 0;
        loop {
            let chunk = self.chunk();
            out.get_mut(length..length + CHUNK)?.copy_from_slice(&chunk);
            let plain = plain_bytes(chunk);
            length += plain;
            self.at += plain;
            if plain == CHUNK {
                continue;
            }
            match self.body.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    *out.get_mut(length)? = spelled(*self.body.get(self.at + 1)?)?;
                    length += 1;
                    self.at += 2;
                }
                _ => return None,
            }
        }
        self.at += 1;
        out.truncate(length);
        String::from_utf8(out).ok()
    }

    /// The next bytes; zeros where the body ends.
    fn chunk(&self) -> [u8; CHUNK] {
        let rest = self.body.get(self.at..).unwrap_or_default();
        rest.first_chunk().copied().unwrap_or_else(|| {
            let mut chunk = [0; CHUNK];
            for (to, from) in chunk.iter_mut().zip(rest) {
                *to = *from;
            }
            chunk
        })
    }
}

/// How many bytes stand in front of the first quote, backslash or control character.
fn plain_bytes(chunk: [u8; CHUNK]) -> usize {
    // Wider vectors would not help: escapes are closer than that.
    dispatch!(Level::baseline(), simd => {
        let chunk = u8x16::from_slice(simd, &chunk);
        let special = chunk.simd_eq(b'"') | chunk.simd_eq(b'\\') | chunk.simd_lt(b' ');
        (special.to_bitmask() | 1 << CHUNK).trailing_zeros() as usize
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// What another reader says, where it can say anything.
    fn expected(body: &[u8]) -> Option<Parameters> {
        let value: Value = serde_json::from_slice(body).ok()?;
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        Some(Parameters {
            pattern: text("EventPattern")?,
            event: text("Event")?,
        })
    }

    #[test]
    fn bodies_as_clients_write_them() {
        for body in [
            r#"{"EventPattern":"{\"a\":[1]}","Event":"{\n\t\"a\": \"b\\\\c\/\b\f\r\"\n}"}"#,
            " {\r\n\t\"Event\" : \"{}\" ,\n\"EventPattern\"\t:\"größe 😀\"} \n",
            r#"{"Event":"","EventPattern":""}"#,
        ] {
            let read = read(body.as_bytes());
            assert!(read.is_some(), "{body}");
            assert_eq!(read, expected(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn other_bodies() {
        for body in [
            "",
            "{}",
            "[]",
            "null",
            r#"{"Event":"{}"}"#,
            r#"{"Event":"{}","EventPattern":null}"#,
            r#"{"Event":"{}","EventPattern":{}}"#,
            r#"{"Event":"{}","EventPattern":"{}"} x"#,
            r#"{"Event":"{}","EventPattern":"{}",}"#,
            r#"{"Event":"{}" "EventPattern":"{}"}"#,
            r#"{"Event":"{}","EventPattern":"{}""#,
            r#"{"Event":"{}","EventPattern":"{}"#,
            r#"{"Event":"{}","EventPattern":"{}\"#,
            r#"{"Event":"{}","EventPattern":"\x"}"#,
            r#"{"Event":"{}","EventPattern":"\u0061"}"#,
            r#"{"Event":"{}","EventPattern":"{}","Event":"[]"}"#,
            r#"{"Event":"{}","EventPattern":"{}","Other":"[]"}"#,
            "{\"Event\":\"{}\",\"EventPattern\":\"a\nb\"}",
        ] {
            assert_eq!(read(body.as_bytes()), None, "{body}");
        }
        assert_eq!(read(b"{\"Event\":\"\xff\",\"EventPattern\":\"\"}"), None);
    }

    /// Texts with much to escape, of what clients do not write as `\u`.
    fn text() -> impl Strategy<Value = String> {
        let sign = prop::sample::select(vec!['"', '\\', '/', '\n', '\t', '\r', ' ', 'a', '}']);
        let any = any::<char>().prop_map(|c| if c < ' ' { 'x' } else { c });
        let character = prop_oneof![sign, any];
        prop::collection::vec(character, 0..60).prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_any_reader_reads(
            pattern in text(),
            event in text(),
            cut in 0_usize..400,
            put in any::<u8>(),
        ) {
            let body = json!({"EventPattern": pattern, "Event": event}).to_string().into_bytes();
            prop_assert_eq!(read(&body), Some(Parameters { pattern, event }));
            let cut = cut % body.len();
            prop_assert_eq!(read(&body[..cut]), None);
            let mut changed = body;
            changed[cut] = put;
            if let Some(read) = read(&changed) {
                prop_assert_eq!(Some(read), expected(&changed));
            }
        }
    }
}
