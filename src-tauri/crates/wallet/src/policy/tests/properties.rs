//! What holds for all policies, wishes and histories.

use proptest::prelude::*;

use super::*;

/// How much a decision lets happen.
fn leave(decision: &Decision) -> u8 {
    match decision {
        Decision::Refuse(_) => 0,
        Decision::Ask(_) => 1,
        Decision::Pay => 2,
    }
}

fn amounts() -> impl Strategy<Value = Micros> {
    prop_oneof![0..40_u64, Just(u64::MAX)].prop_map(Micros)
}

fn raises() -> impl Strategy<Value = [u64; 6]> {
    prop::array::uniform6(prop_oneof![Just(0), 0..40_u64, Just(u64::MAX)])
}

prop_compose! {
    fn policies()(
        paused in any::<bool>(),
        caps in prop::array::uniform3(amounts()),
        own in prop::option::of(prop::array::uniform2(prop::option::of(amounts()))),
        unknown in prop_oneof![Just(UnknownOrigin::Ask), Just(UnknownOrigin::Refuse)],
    ) -> Policy {
        let [per_payment, per_origin_day, per_day] = caps;
        let allowed = own.map(|[per_payment, per_day]| Allowed { per_payment, per_day });
        Policy {
            paused,
            per_payment,
            per_origin_day,
            per_day,
            allow: allowed.map(|allowed| (origin(SHOP), allowed)).into_iter().collect(),
            unknown,
        }
    }
}

fn raised(policy: &Policy, by: [u64; 6]) -> Policy {
    let up = |cap: Micros, by: u64| Micros(cap.0.saturating_add(by));
    let mut raised = Policy {
        per_payment: up(policy.per_payment, by[0]),
        per_origin_day: up(policy.per_origin_day, by[1]),
        per_day: up(policy.per_day, by[2]),
        ..policy.clone()
    };
    for own in raised.allow.values_mut() {
        own.per_payment = own.per_payment.map(|cap| up(cap, by[3]));
        own.per_day = own.per_day.map(|cap| up(cap, by[4]));
    }
    raised
}

prop_compose! {
    fn wishes()(
        who in prop_oneof![Just(SHOP), Just(OTHER)],
        recipient in 2..4_u8,
        split in prop::option::of(2..5_u8),
        amount in amounts(),
        deposited in amounts(),
        max_amount in prop::option::of(amounts()),
    ) -> Wish {
        Wish {
            origin: origin(who),
            recipient: account(recipient),
            splits: split.map(account).into_iter().collect(),
            amount,
            deposited,
            max_amount,
            ..wish(0)
        }
    }
}

prop_compose! {
    fn spendings()(sums in prop::array::uniform2(amounts()), pins in prop::collection::vec(2..5_u8, 0..3)) -> Spent {
        Spent {
            today_overall: sums[0],
            today_origin: sums[1],
            pinned: pins.into_iter().map(|pin| Recipient { chain: ChainId(8453), account: account(pin) }).collect(),
        }
    }
}

prop_compose! {
    fn histories()(
        wishes in prop::collection::vec((0..60_i64, wishes(), any::<bool>()), 0..30)
    ) -> Vec<Past> {
        wishes.into_iter().map(|(hours, wish, spent)| Past {
            at: at(hours),
            wish,
            booking: if spent { Booking::Spent } else { Booking::NotSpent },
        }).collect()
    }
}

proptest! {
    #[test]
    fn raising_caps_never_refuses_or_asks_more(
        policy in policies(), by in raises(), mut wish in wishes(), spent in spendings(),
    ) {
        let before = leave(&decide(&policy, &wish, &spent));
        let policy = raised(&policy, by);
        wish.max_amount = wish.max_amount.map(|most| Micros(most.0.saturating_add(by[5])));
        prop_assert!(leave(&decide(&policy, &wish, &spent)) >= before);
    }

    #[test]
    fn raising_caps_never_refuses_or_asks_more_over_a_history(
        policy in policies(), by in raises(), history in histories(), since in 0..60_i64,
    ) {
        let before = back_test(&policy, &history, at(since));
        let after = back_test(&raised(&policy, by), &history, at(since));
        prop_assert!(after.refused.count <= before.refused.count);
        prop_assert!(after.paid.count >= before.paid.count);
        prop_assert!(after.refused.count + after.asked.count <= before.refused.count + before.asked.count);
        // One wish at a time, too: judged alone, after the same history.
        for last in 1..=history.len() {
            let mut ordered = history.clone();
            ordered.sort_by_key(|past| past.at);
            let (so_far, now) = (&ordered[..last], ordered[last - 1].at);
            let one = |policy: &Policy| back_test(policy, so_far, now);
            let (before, after) = (one(&policy), one(&raised(&policy, by)));
            prop_assert!(after.refused.count <= before.refused.count);
            prop_assert!(after.paid.count >= before.paid.count);
        }
    }

    #[test]
    fn a_paused_policy_pays_and_asks_nothing(
        mut policy in policies(), wish in wishes(), spent in spendings(), history in histories(),
    ) {
        policy.paused = true;
        prop_assert_eq!(leave(&decide(&policy, &wish, &spent)), 0);
        let outcome = back_test(&policy, &history, at(0));
        prop_assert_eq!((outcome.paid.count, outcome.asked.count), (0, 0));
    }

    #[test]
    fn more_spent_never_lets_more_happen(
        policy in policies(), wish in wishes(), spent in spendings(), more in prop::array::uniform2(0..40_u64),
    ) {
        let later = Spent {
            today_overall: Micros(spent.today_overall.0.saturating_add(more[0])),
            today_origin: Micros(spent.today_origin.0.saturating_add(more[1])),
            ..spent.clone()
        };
        prop_assert!(leave(&decide(&policy, &wish, &later)) <= leave(&decide(&policy, &wish, &spent)));
    }

    #[test]
    fn what_is_paid_by_itself_keeps_every_cap(
        policy in policies(), wish in wishes(), spent in spendings(),
    ) {
        if decide(&policy, &wish, &spent) == Decision::Pay {
            let own = policy.allow[&wish.origin];
            let keeps = |spent: Micros, cap: Micros| {
                wish.counted() == Micros::ZERO || spent.0 + wish.counted().0 <= cap.0
            };
            prop_assert!(wish.amount <= own.per_payment.unwrap_or(policy.per_payment));
            prop_assert!(keeps(spent.today_origin, own.per_day.unwrap_or(policy.per_origin_day)));
            prop_assert!(keeps(spent.today_overall, policy.per_day));
            prop_assert!(wish.max_amount.is_none_or(|most| wish.amount <= most));
        }
    }

    #[test]
    fn a_deposit_that_leaves_room_is_never_above_a_cap(
        mut policy in policies(), wish in wishes(), spent in spendings(),
    ) {
        policy.paused = false;
        policy.unknown = UnknownOrigin::Ask;
        let deposit = Wish {
            amount: room(&policy, &wish.origin, &spent),
            deposited: Micros::ZERO,
            max_amount: None,
            ..wish
        };
        prop_assert!(leave(&decide(&policy, &deposit, &spent)) > 0);
    }

    #[test]
    fn a_back_test_judges_every_wish_once_in_whatever_order_it_gets_them(
        policy in policies(), history in histories(), turn in 0..30_usize,
    ) {
        // At one instant the given order decides; so every wish gets an instant of its own.
        let mut history = history;
        for (number, past) in (0_i64..).zip(&mut history) {
            past.at += SignedDuration::from_secs(number);
        }
        let outcome = back_test(&policy, &history, at(0));
        let judged = outcome.paid.count + outcome.asked.count + outcome.refused.count;
        prop_assert_eq!(usize::try_from(judged).unwrap(), history.len());
        let turn = turn.min(history.len());
        history.rotate_left(turn);
        prop_assert_eq!(back_test(&policy, &history, at(0)), outcome);
        history.reverse();
        prop_assert_eq!(back_test(&policy, &history, at(0)), outcome);
    }
}
