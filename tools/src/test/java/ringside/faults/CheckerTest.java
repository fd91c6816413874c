package ringside.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringside.faults.Account.Acknowledged;
import ringside.faults.Account.Effect;
import ringside.faults.Account.Entry;
import ringside.faults.Account.FrameHash;
import ringside.faults.Account.Hashes;
import ringside.faults.Account.Heard;
import ringside.faults.Account.History;
import ringside.faults.Account.Served;
import ringside.faults.Account.Sures;

/** A run in which all is well, and what is wrong with it when one thing is not. */
class CheckerTest {
    private final List<Acknowledged> acknowledged = new ArrayList<>(
            List.of(new Acknowledged(1, 1, 1, 1, 1), new Acknowledged(1, 1, 1, 2, 1), new Acknowledged(1, 1, 1, 3, 2)));
    private final List<Heard> heard = new ArrayList<>(List.of(new Heard(1, 1), new Heard(2, 1), new Heard(1, 2)));
    private final List<Effect> shown = new ArrayList<>(List.of(new Effect(20, "kill"), new Effect(30, "over")));
    private final List<Served> served = new ArrayList<>(List.of(new Served("a", 1), new Served("b", 2)));
    private final List<Entry> first = new ArrayList<>(List.of(
            new Entry(0, 1, 0, 0, 0, 10),
            new Entry(1, 1, 1, 1, 1, 11),
            new Entry(2, 1, 1, 1, 2, 12),
            new Entry(3, 2, 0, 0, 0, 13),
            new Entry(4, 2, 1, 1, 3, 14)));
    private final List<Entry> second = new ArrayList<>(first.subList(0, 4));
    private final List<FrameHash> hashes = new ArrayList<>(List.of(new FrameHash(1, 0, 7), new FrameHash(1, 1, 8)));
    private final List<FrameHash> replayed = new ArrayList<>(hashes);

    private Verdict verdict() {
        final List<Effect> happened =
                List.of(new Effect(5, "kill"), new Effect(20, "kill"), new Effect(30, "over"), new Effect(195, "kill"));
        return Checker.judge(new Account(
                acknowledged,
                heard,
                List.of(new Sures(1, shown, happened, 10, 200)),
                served,
                List.of(new History("b", first), new History("a", second)),
                List.of(new Hashes("journal", hashes), new Hashes("replay", replayed))));
    }

    private void requireViolated(final String words) {
        final List<String> violations = verdict().violations();
        assertTrue(violations.stream().anyMatch(line -> line.contains(words)), () -> words + ": " + violations);
    }

    @Test
    void nothing_is_wrong_with_a_good_run_and_all_of_it_was_looked_at() {
        final Verdict verdict = verdict();
        assertEquals(List.of(), verdict.violations());
        assertEquals(3, verdict.checked("acknowledged inputs"));
        assertEquals(4, verdict.checked("events of several journals"));
        assertEquals(2, verdict.checked("hashes by replay"));
        assertEquals(2, verdict.checked("sure effects"));
    }

    @Test
    void an_acknowledged_input_that_is_lost() {
        acknowledged.add(new Acknowledged(1, 1, 1, 4, 2));
        requireViolated("input 4 of player 1 in match 1 was acknowledged in epoch 2 and is not in the final history");
    }

    @Test
    void an_acknowledged_input_that_only_a_later_reign_has() {
        acknowledged.add(new Acknowledged(2, 1, 1, 3, 1));
        requireViolated("was acknowledged in epoch 1 and stands in epoch 2");
    }

    @Test
    void an_input_that_counts_twice() {
        first.add(new Entry(5, 2, 1, 1, 3, 15));
        requireViolated("stands in the final history twice");
    }

    @Test
    void inputs_out_of_order() {
        first.add(new Entry(5, 2, 1, 1, 2, 15));
        requireViolated("input 2 of player 1 in match 1 stands behind input 3");
    }

    @Test
    void a_gap_in_the_positions() {
        first.remove(2);
        requireViolated("position 3 follows 1");
    }

    @Test
    void an_epoch_that_falls() {
        first.add(new Entry(5, 1, 0, 0, 0, 15));
        requireViolated("epoch 1 follows 2");
    }

    @Test
    void a_journal_that_says_something_else() {
        second.set(2, new Entry(2, 1, 1, 1, 2, 99));
        requireViolated("a: at position 2 stands another event than in b");
    }

    @Test
    void a_journal_that_has_more_than_the_last_reign() {
        second.add(first.get(4));
        second.add(new Entry(5, 2, 0, 0, 0, 16));
        requireViolated("a: position 5 is beyond the end of b");
    }

    @Test
    void reigns_that_do_not_rise() {
        served.add(new Served("a", 2));
        requireViolated("after Served[server=b, epoch=2]");
    }

    @Test
    void a_client_that_hears_a_lower_epoch() {
        heard.add(new Heard(1, 1));
        requireViolated("client 1 was shown epoch 1 after 2");
    }

    @Test
    void a_sure_effect_that_is_told_twice() {
        shown.add(1, shown.get(0));
        requireViolated("client 1 was told of sure effects");
    }

    @Test
    void a_sure_effect_that_is_left_out_in_the_midst() {
        shown.remove(0);
        requireViolated("was not told of Effect[frame=20, what=kill]");
    }

    @Test
    void a_hash_that_differs() {
        replayed.set(1, new FrameHash(1, 1, 9));
        requireViolated("match 1, frame 1: hash 8 by journal, 9 by replay");
    }

    @Test
    void no_journal_at_all() {
        assertTrue(!Checker.judge(new Account(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()))
                .isGood());
    }
}
