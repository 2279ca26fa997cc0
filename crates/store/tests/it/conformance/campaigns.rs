use domain::InterfaceId;
use domain::audit::AuditAction;
use serde_json::{Value, json};
use store::Store;
use store::campaigns::{CampaignId, CampaignQuery, NewCampaign};

use super::audit::Trail;
use super::{account, at, by};

/// How the audit trail names the first account.
const ACCOUNT: &str = "account 1 (wx0000000000000001)";

fn sale(interface: InterfaceId, from: i64) -> NewCampaign {
    NewCampaign { interface, name: "sale".to_owned(), calls: 300, starts_at: at(from), ends_at: at(from + 120) }
}

pub(crate) async fn a_campaign_is_kept_until_it_is_removed(store: &dyn Store) {
    let (of, [interface, _]) = account(store, 1).await;
    assert_eq!(store.add_campaign(&sale(InterfaceId(99), 60), &by(), at(1)).await.unwrap(), None);
    let mut trail = Trail::of(store).await;
    let id = store.add_campaign(&sale(interface, 60), &by(), at(1)).await.unwrap().unwrap();
    let facts = json!({
        "name": "sale", "path": "/cgi-bin/message/custom/send", "calls": 300,
        "from": at(60).to_string(), "until": at(180).to_string(),
    });
    trail.says(1, AuditAction::CampaignPlanned, ACCOUNT, Value::Null, facts.clone()).await;
    let kept = store.campaign(id).await.unwrap().unwrap();
    assert_eq!((kept.account, kept.interface, kept.name.as_str(), kept.calls), (of, interface, "sale", 300));
    assert_eq!((kept.starts_at, kept.ends_at, kept.made_at, kept.removed_at), (at(60), at(180), at(1), None));
    assert!(store.remove_campaign(id, &by(), at(2)).await.unwrap());
    trail.says(2, AuditAction::CampaignRemoved, ACCOUNT, facts, Value::Null).await;
    assert!(!store.remove_campaign(id, &by(), at(3)).await.unwrap(), "it is removed already");
    assert!(!store.remove_campaign(CampaignId(99), &by(), at(3)).await.unwrap());
    trail.is_as_it_was("nothing was removed").await;
    assert_eq!(store.campaign(id).await.unwrap().unwrap().removed_at, Some(at(2)));
}

pub(crate) async fn campaigns_are_listed_last_first(store: &dyn Store) {
    let (_, [first, second]) = account(store, 1).await;
    let mut ids = Vec::new();
    for (interface, from) in [(first, 600), (second, 60), (first, 300)] {
        ids.push(store.add_campaign(&sale(interface, from), &by(), at(1)).await.unwrap().unwrap());
    }
    let [late, early, middle] = ids[..] else { panic!("three were added") };
    let listed = async |interface, ends_from, limit| {
        let campaigns = store.campaigns(CampaignQuery { interface, ends_from, limit }).await.unwrap();
        campaigns.into_iter().map(|campaign| campaign.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, None, 9).await, [late, middle, early]);
    assert_eq!(listed(None, None, 2).await, [late, middle]);
    assert_eq!(listed(Some(first), None, 9).await, [late, middle]);
    assert_eq!(listed(None, Some(at(420)), 9).await, [late, middle], "one that ends at that time counts");
    assert_eq!(listed(None, Some(at(421)), 9).await, [late]);
    store.remove_campaign(late, &by(), at(2)).await.unwrap();
    assert_eq!(listed(None, None, 9).await, [middle, early]);
}
