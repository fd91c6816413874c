package ringside.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ringside.faults.Account.Acknowledged;
import ringside.faults.Account.Effect;
import ringside.faults.Account.Entry;
import ringside.faults.Account.FrameHash;
import ringside.faults.Account.Hashes;
import ringside.faults.Account.Heard;
import ringside.faults.Account.History;
import ringside.faults.Account.Served;
import ringside.faults.Account.Sures;

/**
 * The one judge of what is promised whatever happens: every input that was acknowledged stands in the final history once and in order,
 * before the reign that followed the one that acknowledged it; positions rise by one and epochs never fall; all journals are the same as
 * far as they go; a frame has one hash wherever it was computed; nobody hears a lower epoch after a higher one; sure effects are told
 * once and in order, and none is left out. Data in, verdict out; knows no process, file or clock.
 */
public final class Checker {
    /** Frames in which a sure effect may still have been on its way when the client was last shown something. */
    static final int ON_ITS_WAY_FRAMES = 60;

    private static final int MOST_VIOLATIONS = 50;

    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> checked = new TreeMap<>();

    private Checker() {}

    /** Judges a run. */
    public static Verdict judge(final Account account) {
        final Checker checker = new Checker();
        if (account.histories().isEmpty()) {
            checker.violated("there is no journal");
        } else {
            final History last = account.histories().get(0);
            account.histories().forEach(checker::inOrder);
            account.histories().stream().skip(1).forEach(each -> checker.agrees(last, each));
            checker.kept(last, account.acknowledged());
        }
        checker.rises(account.served());
        checker.neverFalls(account.heard());
        account.sures().forEach(checker::toldOnce);
        checker.equal(account.hashes());
        return new Verdict(checker.violations, checker.checked);
    }

    private void violated(final String line) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(line);
        }
    }

    private void count(final String what, final long more) {
        checked.merge(what, more, Long::sum);
    }

    // ---- histories

    private void inOrder(final History history) {
        Entry before = null;
        final Map<String, Integer> lastSeq = new HashMap<>();
        for (final Entry each : history.entries()) {
            if (before != null && each.position() != before.position() + 1) {
                violated(history.server() + ": position " + each.position() + " follows " + before.position());
            }
            if (before != null && each.epoch() < before.epoch()) {
                violated(history.server() + ": epoch " + each.epoch() + " follows " + before.epoch() + " at position "
                        + each.position());
            }
            before = each;
            if (each.inputSeq() > 0) {
                final Integer last = lastSeq.put(key(each.match(), each.player()), each.inputSeq());
                if (last != null && each.inputSeq() <= last) {
                    violated(history.server() + ": input " + each.inputSeq() + " of player " + each.player()
                            + " in match " + each.match() + " stands behind input " + last);
                }
            }
        }
        count("events", history.entries().size());
    }

    /** The same events at the same positions, as far as both go. */
    private void agrees(final History last, final History other) {
        final Map<Long, Entry> there = new HashMap<>();
        last.entries().forEach(each -> there.put(each.position(), each));
        for (final Entry each : other.entries()) {
            final Entry same = there.get(each.position());
            if (same == null) {
                if (!last.entries().isEmpty()
                        && each.position()
                                > last.entries().get(last.entries().size() - 1).position()) {
                    violated(other.server() + ": position " + each.position() + " is beyond the end of "
                            + last.server());
                    return;
                }
            } else if (same.digest() != each.digest() || same.epoch() != each.epoch()) {
                violated(other.server() + ": at position " + each.position() + " stands another event than in "
                        + last.server());
                return;
            } else {
                count("events of several journals", 1);
            }
        }
    }

    /** Each acknowledged input once, and before the first event of any later reign. */
    private void kept(final History last, final List<Acknowledged> acknowledged) {
        final Map<String, Entry> inputs = new HashMap<>();
        for (final Entry each : last.entries()) {
            if (each.inputSeq() > 0
                    && inputs.put(key(each.match(), each.player()) + " " + each.inputSeq(), each) != null) {
                violated("input " + each.inputSeq() + " of player " + each.player() + " in match " + each.match()
                        + " stands in the final history twice");
            }
        }
        final long retained =
                last.entries().isEmpty() ? 0 : last.entries().get(0).position();
        for (final Acknowledged each : acknowledged) {
            final Entry entry = inputs.get(key(each.match(), each.player()) + " " + each.inputSeq());
            if (entry == null) {
                if (retained == 0) {
                    violated("input " + each.inputSeq() + " of player " + each.player() + " in match " + each.match()
                            + " was acknowledged in epoch " + each.epoch() + " and is not in the final history");
                }
            } else if (entry.epoch() > each.epoch()) {
                violated("input " + each.inputSeq() + " of player " + each.player() + " in match " + each.match()
                        + " was acknowledged in epoch " + each.epoch() + " and stands in epoch " + entry.epoch());
            } else {
                count("acknowledged inputs", 1);
            }
        }
    }

    private static String key(final int match, final int player) {
        return match + " " + player;
    }

    // ---- reigns

    private void rises(final List<Served> served) {
        for (int i = 1; i < served.size(); i++) {
            if (served.get(i).epoch() <= served.get(i - 1).epoch()) {
                violated(served.get(i) + " after " + served.get(i - 1));
            }
        }
        count("reigns", served.size());
    }

    private void neverFalls(final List<Heard> heard) {
        final Map<Integer, Long> highest = new HashMap<>();
        for (final Heard each : heard) {
            final Long before = highest.put(each.client(), each.epoch());
            if (before != null && each.epoch() < before) {
                violated("client " + each.client() + " was shown epoch " + each.epoch() + " after " + before);
            }
        }
        count("reigns heard of", heard.size());
    }

    // ---- effects

    private void toldOnce(final Sures sures) {
        final int first = sures.shown().isEmpty() ? -1 : Collections.indexOfSubList(sures.expected(), sures.shown());
        if (!sures.shown().isEmpty() && first < 0) {
            violated("client " + sures.client() + " was told of sure effects " + sures.shown() + ", there were "
                    + sures.expected());
            return;
        }
        final int end = first + sures.shown().size();
        for (int i = 0; i < sures.expected().size(); i++) {
            final Effect each = sures.expected().get(i);
            final boolean isTold = !sures.shown().isEmpty() && i >= first && i < end;
            if (!isTold && each.frame() > sures.firstFrame() && each.frame() <= sures.lastFrame() - ON_ITS_WAY_FRAMES) {
                violated("client " + sures.client() + " was not told of " + each + ", between frames "
                        + sures.firstFrame() + " and " + sures.lastFrame());
            }
        }
        count("sure effects", sures.shown().size());
    }

    // ---- hashes

    private void equal(final List<Hashes> all) {
        final Map<String, FrameHash> known = new HashMap<>();
        final Map<String, String> from = new HashMap<>();
        for (final Hashes each : all) {
            for (final FrameHash hash : each.frames()) {
                final String frame = key(hash.match(), hash.frame());
                final FrameHash before = known.putIfAbsent(frame, hash);
                from.putIfAbsent(frame, each.from());
                if (before == null) {
                    continue;
                }
                if (before.hash() != hash.hash()) {
                    violated("match " + hash.match() + ", frame " + hash.frame() + ": hash "
                            + Long.toHexString(before.hash()) + " by " + from.get(frame) + ", "
                            + Long.toHexString(hash.hash()) + " by " + each.from());
                    break;
                }
                count("hashes by " + each.from(), 1);
            }
        }
    }
}
