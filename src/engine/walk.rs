//! Going through an event once: into what some pattern asks for, past the rest.

use super::index::Value;
use super::paths::{Key, NodeId, ROOT};
use super::scanner::{self, Stop, byte, colon, white_space};
use super::scratch::{Frame, Leaf, LeafKind, Met, NO_LEAF, Record, Tally, WalkState};
use super::{Field, RuleSet, Scratch, number};
use crate::event::{Element, ScopeId};
use crate::json::{MAX_DEPTH, unquote_into};
use fearless_simd::{Simd, dispatch};
use std::ops::Range;

/// A walk through one text.
pub(super) struct Walk<'w> {
    set: &'w RuleSet,
    text: &'w str,
    /// Whether array elements matter.
    strict: bool,
    /// Whether gates are to be passed whatever was met.
    all_gates_open: bool,
    tally: &'w mut Tally,
    record: &'w mut Record,
    state: &'w mut WalkState,
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        set: &'w RuleSet,
        text: &'w str,
        strict: bool,
        all_gates_open: bool,
        scratch: &'w mut Scratch,
    ) -> Self {
        scratch.begin();
        Self {
            set,
            text,
            strict,
            all_gates_open,
            tally: &mut scratch.tally,
            record: &mut scratch.record,
            state: &mut scratch.walk,
        }
    }

    /// From the opening brace of an object to behind its closing one.
    pub(super) fn object(&mut self, start: usize) -> Result<usize, Stop> {
        dispatch!(self.set.level, simd => self.object_with(simd, start))
    }

    #[inline(always)]
    fn object_with<S: Simd>(&mut self, simd: S, start: usize) -> Result<usize, Stop> {
        let bytes = self.text.as_bytes();
        if byte(bytes, start) != b'{' {
            return Err(start);
        }
        let mut frame = Frame {
            node: ROOT,
            is_object: true,
            scope: ScopeId::ROOT,
            array: 0,
        };
        let mut at = start + 1;
        let mut is_fresh = true;
        loop {
            at = white_space(bytes, at);
            let next = byte(bytes, at);
            if next == if frame.is_object { b'}' } else { b']' } {
                at += 1;
                is_fresh = false;
                match self.state.frames.pop() {
                    Some(outer) => frame = outer,
                    None => return Ok(at),
                }
                continue;
            }
            if is_fresh {
                is_fresh = false;
            } else if next == b',' {
                at = white_space(bytes, at + 1);
            } else {
                return Err(at);
            }
            let node = if frame.is_object {
                let (node, value) = self.member(simd, frame.node, at)?;
                at = value;
                node
            } else {
                Some(frame.node)
            };
            match byte(bytes, at) {
                open @ (b'{' | b'[') => {
                    let is_object = open == b'{';
                    match node.filter(|node| self.leads_on(*node, is_object)) {
                        Some(node) => {
                            let outer = frame;
                            self.state.frames.push(outer);
                            if self.state.frames.len() >= MAX_DEPTH {
                                return Err(at);
                            }
                            frame = self.enter(outer, node, is_object);
                            is_fresh = true;
                            at += 1;
                        }
                        None => {
                            let depth = self.state.frames.len() + 1;
                            at = scanner::skip(simd, bytes, at, depth, &mut self.state.levels)?;
                        }
                    }
                }
                b'"' => {
                    let (end, escaped) = scanner::string(simd, bytes, at + 1)?;
                    if let Some(field) = self.field(node) {
                        self.string(field, frame.scope, at + 1, end - 1, escaped);
                    }
                    at = end;
                }
                b'-' | b'0'..=b'9' => {
                    at = match self.field(node) {
                        Some(field) => self.number(field, frame.scope, at)?,
                        None => scanner::number(bytes, at)?,
                    };
                }
                b't' => {
                    let end = scanner::word(bytes, at, b"true")?;
                    self.scalar(node, frame.scope, LeafKind::True, at, end);
                    at = end;
                }
                b'f' => {
                    let end = scanner::word(bytes, at, b"false")?;
                    self.scalar(node, frame.scope, LeafKind::False, at, end);
                    at = end;
                }
                b'n' => {
                    let end = scanner::word(bytes, at, b"null")?;
                    self.scalar(node, frame.scope, LeafKind::Null, at, end);
                    at = end;
                }
                _ => return Err(at),
            }
        }
    }

    /// From a key's opening quote to its value, and where the key leads.
    #[inline(always)]
    fn member<S: Simd>(
        &mut self,
        simd: S,
        from: NodeId,
        at: usize,
    ) -> Result<(Option<NodeId>, usize), Stop> {
        let bytes = self.text.as_bytes();
        if byte(bytes, at) != b'"' {
            return Err(at);
        }
        let (end, escaped, dotted) = scanner::key_string(simd, bytes, at + 1)?;
        let paths = &self.set.paths;
        let node = if escaped {
            let raw = self.text.get(at + 1..end - 1).unwrap_or("");
            self.state.key.clear();
            unquote_into(raw, &mut self.state.key);
            let key = self.state.key.as_bytes();
            paths.follow(from, key, Key::whole(key))
        } else {
            let key = Key {
                start: at + 1,
                end: end - 1,
                dotted,
            };
            paths.follow(from, bytes, key)
        };
        Ok((node, colon(bytes, end)?))
    }

    /// Whether an object or array has to be looked into.
    fn leads_on(&mut self, node: NodeId, is_object: bool) -> bool {
        let place = self.set.paths.node(node);
        if !(place.leads_on() || (!is_object && place.field.is_some())) {
            return false;
        }
        let Some(gate) = place.gate.filter(|_| !self.all_gates_open) else {
            return true;
        };
        let Some(gate) = self.tally.gates.get_mut(gate as usize) else {
            return true;
        };
        !gate.is_closed(self.tally.event)
    }

    fn enter(&mut self, outer: Frame, node: NodeId, is_object: bool) -> Frame {
        let mut scope = outer.scope;
        if self.strict && !outer.is_object {
            let element = Element {
                array: outer.array,
                index: 0,
            };
            scope = self.record.scopes.push(scope, element);
        }
        self.state.arrays += 1;
        Frame {
            node,
            is_object,
            scope,
            array: self.state.arrays,
        }
    }

    #[inline(always)]
    fn field(&self, node: Option<NodeId>) -> Option<u32> {
        node.and_then(|node| self.set.paths.node(node).field)
    }

    fn string(&mut self, field: u32, scope: ScopeId, start: usize, end: usize, escaped: bool) {
        if !escaped {
            self.leaf(field, scope, LeafKind::String, start, end);
            return;
        }
        let raw = self.text.get(start..end).unwrap_or("");
        let start = self.record.unescaped.len();
        unquote_into(raw, &mut self.record.unescaped);
        let end = self.record.unescaped.len();
        self.leaf(field, scope, LeafKind::Unescaped, start, end);
    }

    /// From the first byte of a number to behind it.
    #[inline]
    fn number(&mut self, id: u32, scope: ScopeId, start: usize) -> Result<usize, Stop> {
        let bytes = self.text.as_bytes();
        let (end, rough) = match number::plain(bytes, start) {
            Some((end, rough)) => (end, Some(rough)),
            None => {
                let end = scanner::number(bytes, start)?;
                (end, self.text.get(start..end).and_then(number::rough))
            }
        };
        if let Some(field) = self.set.fields.get(id as usize) {
            if let Some(index) = &field.index
                && index.may_meet(rough)
            {
                let mut met = Met {
                    set: self.set,
                    tally: self.tally,
                };
                index.find_number(self.text.get(start..end).unwrap_or(""), rough, &mut met);
            }
            if field.recorded || self.strict {
                self.note(id, field, LeafKind::Number, scope, start..end);
            }
        }
        Ok(end)
    }

    #[inline(always)]
    fn scalar(
        &mut self,
        node: Option<NodeId>,
        scope: ScopeId,
        kind: LeafKind,
        start: usize,
        end: usize,
    ) {
        if let Some(field) = self.field(node) {
            self.leaf(field, scope, kind, start, end);
        }
    }

    fn leaf(&mut self, id: u32, scope: ScopeId, kind: LeafKind, start: usize, end: usize) {
        let Some(field) = self.set.fields.get(id as usize) else {
            return;
        };
        if let Some(index) = &field.index {
            let value: Value<'_> = self.record.value_at(kind, start..end, self.text);
            let mut met = Met {
                set: self.set,
                tally: self.tally,
            };
            index.find(value, &mut self.state.form, &mut met);
        }
        if field.recorded || self.strict {
            self.note(id, field, kind, scope, start..end);
        }
    }

    /// Notes a leaf for the conditions that are not indexed.
    #[inline]
    fn note(
        &mut self,
        id: u32,
        field: &Field,
        kind: LeafKind,
        scope: ScopeId,
        range: Range<usize>,
    ) {
        let leaf = Leaf {
            kind,
            start: range.start,
            end: range.end,
            scope,
            next: NO_LEAF,
        };
        if self.record.push(id, self.tally.event, leaf) {
            self.tally.candidates.extend_from_slice(&field.starts);
        }
    }
}
