//! Going through an event once: into what some pattern asks for, past the rest.
//!
//! All of the event is checked on the way (`blocks.rs`, `follow.rs`). What is looked at here may
//! therefore turn out to be no JSON, and only counts once the end has been reached.
//!
//! A walk that trusts the text checks nothing, and ends once every key that leads on has been met in the
//! event's object and, recursively, in the objects that they lead to. In an array there may always be
//! another element.

use super::follow::{self, Colon, Follow, Key, Wants};
use super::index::Value;
use super::paths::{NodeId, ROOT};
use super::scanner::{self, byte, white_space};
use super::scratch::{Frame, Leaf, LeafKind, Met, NO_LEAF, Record, Tally, WalkState};
use super::{Field, RuleSet, Scratch, number};
use crate::event::{Element, ScopeId};
use crate::json::unquote_into;
use fearless_simd::{Simd, dispatch};
use std::ops::Range;

/// How far an event was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// To behind its closing brace.
    Read(usize),
    /// To where nothing was left to be asked.
    Early,
}

/// A walk through one text.
pub(super) struct Walk<'w, const TRUSTS: bool> {
    set: &'w RuleSet,
    text: &'w str,
    /// Whether array elements matter.
    strict: bool,
    /// Whether gates are to be passed whatever was met.
    all_gates_open: bool,
    tally: &'w mut Tally,
    record: &'w mut Record,
    state: &'w mut WalkState,
    /// What was followed last.
    frame: Frame,
    /// Where the last key leads.
    led_to: Option<NodeId>,
    is_done: bool,
}

impl<'w, const TRUSTS: bool> Walk<'w, TRUSTS> {
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
            frame: Frame::OUTSIDE,
            led_to: Some(ROOT),
            is_done: false,
        }
    }

    /// From the opening brace of an object; `None` where it is malformed, or nested too deep for this.
    pub(super) fn object(&mut self, start: usize) -> Option<End> {
        let bytes = self.text.as_bytes();
        let end = dispatch!(self.set.level, simd => follow::follow(simd, bytes, start, self));
        if TRUSTS && self.is_done {
            return Some(End::Early);
        }
        end.map(End::Read)
    }

    /// Where a key leads.
    #[inline(always)]
    fn key(&mut self, key: Key) -> Option<NodeId> {
        if key.is_plain {
            let bytes = self.text.as_bytes();
            return self
                .set
                .paths
                .follow_plain(self.frame.node, bytes, key.range);
        }
        self.unusual_key(key.range)
    }

    /// Where a key leads that may have escapes or dots in it.
    #[inline(never)]
    fn unusual_key(&mut self, key: Range<usize>) -> Option<NodeId> {
        let raw = self.text.get(key)?;
        let key = if raw.contains('\\') {
            self.state.key.clear();
            unquote_into(raw, &mut self.state.key);
            &self.state.key
        } else {
            raw
        };
        self.set.paths.follow(self.frame.node, key.as_bytes())
    }

    /// Notes that a key has been met for the only time, if it is one that leads on by itself.
    #[inline(always)]
    fn met(&mut self, node: NodeId, value: usize) {
        if !self.set.paths.is_child(node, self.frame.node) {
            return;
        }
        self.frame.left = self.frame.left.saturating_sub(1);
        if self.frame.left == 0 {
            self.frame.wants = Wants::Brackets;
            if !matches!(byte(self.text.as_bytes(), value), b'{' | b'[') {
                self.look_for_end();
            }
        }
    }

    /// Whether nothing more can be wanted of what is open.
    fn look_for_end(&mut self) {
        let is_done = |frame: &Frame| frame.is_object && frame.left == 0;
        self.is_done = is_done(&self.frame) && self.state.frames.iter().all(is_done);
    }

    /// A value that begins at `at` and leads to a node; containers are told of by their brackets. Where
    /// it is a string it may be known to have no escapes, and where it ends.
    #[inline(always)]
    fn value<S: Simd>(
        &mut self,
        simd: S,
        node: NodeId,
        at: usize,
        string_end: Option<usize>,
    ) -> Option<()> {
        let Some(field) = self.set.paths.node(node).field else {
            return Some(());
        };
        let bytes = self.text.as_bytes();
        let scope = self.frame.scope;
        let kind = match byte(bytes, at) {
            b'"' => {
                let (end, escaped) = match string_end {
                    Some(end) => (end, false),
                    None => {
                        let (behind, escaped) = scanner::string(simd, bytes, at + 1).ok()?;
                        (behind - 1, escaped)
                    }
                };
                self.string(field, scope, at + 1, end, escaped);
                return Some(());
            }
            b'-' | b'0'..=b'9' => return self.number(field, scope, at),
            b't' => LeafKind::True,
            b'f' => LeafKind::False,
            b'n' => LeafKind::Null,
            _ => return Some(()),
        };
        self.leaf(field, scope, kind, at, at);
        Some(())
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

    fn enter(&self, node: NodeId, is_object: bool, scope: ScopeId, array: u32) -> Frame {
        let place = self.set.paths.node(node);
        let wants = match is_object {
            true if place.leads_on() => Wants::Members,
            false if place.field.is_some() => Wants::Elements,
            _ => Wants::Brackets,
        };
        Frame {
            node,
            is_object,
            wants,
            scope,
            array,
            left: if TRUSTS {
                self.set.paths.children(node)
            } else {
                0
            },
        }
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

    /// A number, from its first byte.
    #[inline]
    fn number(&mut self, id: u32, scope: ScopeId, start: usize) -> Option<()> {
        let bytes = self.text.as_bytes();
        let (end, rough) = match number::plain(bytes, start) {
            Some((end, rough)) => (end, Some(rough)),
            None => {
                let end = scanner::number(bytes, start).ok()?;
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
        Some(())
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

impl<S: Simd, const TRUSTS: bool> Follow<S> for Walk<'_, TRUSTS> {
    const FOLLOWS: bool = true;
    const TRUSTS: bool = TRUSTS;

    #[inline(always)]
    fn wants(&self) -> Wants {
        self.frame.wants
    }

    #[inline(always)]
    fn member(&mut self, simd: S, key: Key, colon: Colon) -> Option<()> {
        self.led_to = self.key(key);
        let Some(node) = self.led_to else {
            return Some(());
        };
        let at = white_space(self.text.as_bytes(), colon.at + 1);
        self.value(simd, node, at, colon.string_end)?;
        if TRUSTS {
            self.met(node, at);
        }
        Some(())
    }

    #[inline(always)]
    fn element(&mut self, simd: S, at: usize) -> Option<()> {
        self.value(simd, self.frame.node, at, None)
    }

    #[inline]
    fn open(&mut self, is_object: bool) -> bool {
        let outer = self.frame;
        let node = if outer.is_object {
            self.led_to.take()
        } else {
            Some(outer.node)
        };
        let Some(node) = node.filter(|node| self.leads_on(*node, is_object)) else {
            if TRUSTS {
                self.look_for_end();
            }
            return false;
        };
        let mut scope = outer.scope;
        if self.strict && !outer.is_object {
            let element = Element {
                array: outer.array,
                index: 0,
            };
            scope = self.record.scopes.push(scope, element);
        }
        self.state.arrays += 1;
        self.state.frames.push(outer);
        self.frame = self.enter(node, is_object, scope, self.state.arrays);
        true
    }

    #[inline]
    fn close(&mut self) {
        self.frame = self.state.frames.pop().unwrap_or(Frame::OUTSIDE);
        if TRUSTS && !self.state.frames.is_empty() {
            self.look_for_end();
        }
    }

    #[inline(always)]
    fn is_done(&self) -> bool {
        self.is_done
    }
}
