//! Files that stand in the place of a value: `${file(x.yml)}` of Serverless, `AWS::Include`.

use super::context::Context;
use super::scalar::Schema;
use super::tree::{Host, Id, Kind, Member, Tree};
use std::sync::Arc;

/// How a template takes files in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// `Fn::Transform: {Name: AWS::Include, Parameters: {Location: …}}`, alone or beside other members
    CloudFormation,
    /// `${file(path)}`, `${file(path):key.of.it}`
    Serverless,
}

/// How deep files are followed that take in files.
const MOST_LEVELS: usize = 8;

/// Puts what files hold in the places where the template takes them in. What is not read stays as it
/// is.
pub(super) fn expand(tree: &mut Tree, context: &Context<'_>, way: Way) {
    let mut from = 0;
    for _ in 0..MOST_LEVELS {
        // What was read in the round before may take in more.
        let all: Vec<Id> = tree.ids().skip(from).collect();
        from += all.len();
        let wanted: Vec<_> = all
            .into_iter()
            .filter_map(|id| Some((id, wanted(tree, id, way)?)))
            .collect();
        if wanted.is_empty() {
            return;
        }
        for (id, Wanted { path, key, part }) in wanted {
            let place = tree.place(id);
            // A path is seen from the file in which it stands only by name: Serverless takes it from
            // the service, CloudFormation's packaging from the template.
            let Some((file, text)) = context.include(&path, place) else {
                continue;
            };
            if let Some(root) = read(tree, text, Host::File(file), &path)
                && let Some(inner) = inside(tree, root, &key)
            {
                match part {
                    Some(member) => tree.merge(member, inner),
                    None => tree.replace(id, inner),
                }
            }
        }
    }
}

struct Wanted {
    path: String,
    /// The way to the part of the file that is meant.
    key: Vec<String>,
    /// The member of a map whose siblings stay: what the file holds goes beside them.
    part: Option<Member>,
}

fn wanted(tree: &Tree, id: Id, way: Way) -> Option<Wanted> {
    match way {
        Way::Serverless => of_variable(tree.str(id)?),
        Way::CloudFormation => {
            let members = tree.map(id);
            let (member, path) = members
                .iter()
                .find_map(|member| Some((*member, of_transform(tree, member)?)))?;
            let is_alone = members.len() == 1;
            Some(Wanted {
                path: path.to_owned(),
                key: Vec::new(),
                part: (!is_alone).then_some(member),
            })
        }
    }
}

/// The file that a member takes in.
fn of_transform<'t>(tree: &'t Tree, member: &Member) -> Option<&'t str> {
    if tree.str(member.key)? != "Fn::Transform" {
        return None;
    }
    let name = tree.get(member.value, "Name")?;
    let location = tree.walk(member.value, &["Parameters", "Location"])?;
    let path = tree.str(location)?;
    let is_local = tree.str(name)? == "AWS::Include" && !path.contains("://");
    is_local.then_some(path)
}

/// `${file(path)}`, maybe with the way to a part of it.
fn of_variable(text: &str) -> Option<Wanted> {
    let inner = text.trim().strip_prefix("${file(")?.strip_suffix('}')?;
    let (path, rest) = inner.split_once(')')?;
    if path.contains(['$', '{', '}']) || rest.contains(['$', '{', '}']) {
        return None;
    }
    // What stands behind a comma is for the case that there is no such file.
    let key = rest.split(',').next().unwrap_or("").trim();
    let key = match key.is_empty() {
        true => Vec::new(),
        false => key
            .strip_prefix(':')?
            .split('.')
            .map(|key| key.trim().to_owned())
            .collect(),
    };
    let path = path.trim().trim_matches(['"', '\'']).to_owned();
    Some(Wanted {
        path,
        key,
        part: None,
    })
}

fn inside(tree: &Tree, root: Id, key: &[String]) -> Option<Id> {
    key.iter().try_fold(root, |id, key| {
        tree.get(id, key).or_else(|| {
            let index: usize = key.parse().ok()?;
            tree.list(id).get(index).copied()
        })
    })
}

/// Reads a file by its ending. What holds neither JSON nor YAML is text, which is no value here.
fn read(tree: &mut Tree, text: Arc<str>, host: Host, path: &str) -> Option<Id> {
    let ending = path.rsplit('.').next().unwrap_or("");
    let root = match ending {
        "json" => tree.read_json(text, host).ok()?,
        "yml" | "yaml" => *tree.read_yaml(text, host, Schema::Core).ok()?.first()?,
        _ => return None,
    };
    // A file that holds nothing leaves things as they are.
    (!matches!(tree.node(root).kind, Kind::Null)).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_variables_name() {
        let of = |text| of_variable(text).map(|wanted| (wanted.path, wanted.key.join("/")));
        let some = |path: &str, key: &str| Some((path.to_owned(), key.to_owned()));
        assert_eq!(of("${file(a/b.yml)}"), some("a/b.yml", ""));
        assert_eq!(of("${file('./b.yml'):x.0}"), some("./b.yml", "x/0"));
        assert_eq!(of("${file(b.yml):x, null}"), some("b.yml", "x"));
        assert_eq!(of("${file(${self:a}.yml)}"), None);
        assert_eq!(of("x ${file(b.yml)}"), None);
        assert_eq!(of("${env:X}"), None);
    }
}
