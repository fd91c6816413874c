package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ringside.engine.output.AnswerKind;
import ringside.replay.find.Finding;
import ringside.replay.find.Question;
import ringside.replay.find.Search;

/** What searches of one or several engines found, for people and for programs. */
final class FoundLines {
    private final TextTable table;
    private final ArrayNode findings = JsonOption.object().putArray("findings");
    private final List<Finding> all = new ArrayList<>();
    private int matchesSearched;
    private long framesSearched;
    private long effectsLost;
    private long elapsedNs;
    private boolean limitReached;

    FoundLines(final Question question) {
        table = question instanceof Question.Where
                ? new TextTable("match", "frame", "time", "frames", "rows")
                : question instanceof Question.Effect
                        ? new TextTable("match", "frame", "time", "effect")
                        : question instanceof Question.Bookmarks
                                ? new TextTable("match", "frame", "time", "player", "bookmark")
                                : new TextTable("match", "frame", "time", "refused", "player", "seq", "reason");
    }

    int count() {
        return all.size();
    }

    /**
     * Takes over what a search found.
     *
     * @param hz frames a second; 0 when that is not known
     */
    void add(final Search search, final int hz, final long tookNs) {
        matchesSearched += search.matchesSearched();
        framesSearched += search.framesSearched();
        effectsLost += search.effectsLost();
        limitReached |= search.limitReached();
        elapsedNs += tookNs;
        for (final Finding finding : search.findings()) {
            all.add(finding);
            line(finding, time(finding.frame(), hz));
            final ObjectNode line = findings.addObject();
            line.put("match", finding.match());
            line.put("frame", finding.frame());
            fill(line, finding);
        }
    }

    private static String time(final int frame, final int hz) {
        return hz == 0 || frame < 0 ? "-" : String.format(Locale.ROOT, "%.2f s", (double) frame / hz);
    }

    private void line(final Finding finding, final String time) {
        if (finding instanceof final Finding.Held held) {
            table.add(held.match(), held.frame(), time, frames(held), named(held.rows()));
        } else if (finding instanceof final Finding.Emitted emitted) {
            table.add(emitted.match(), emitted.frame(), time, emitted.effect() + " " + emitted.fields());
        } else if (finding instanceof final Finding.Marked marked) {
            table.add(marked.match(), marked.frame(), time, marked.player(), marked.text());
        } else if (finding instanceof final Finding.Refused refused) {
            table.add(
                    refused.match(),
                    refused.frame() < 0 ? "-" : refused.frame(),
                    time,
                    what(refused),
                    refused.player(),
                    refused.sequence(),
                    reason(refused));
        }
    }

    private static String frames(final Finding.Held held) {
        return held.frames() + (held.heldBefore() ? ", held before" : "") + (held.heldAfter() ? ", to the end" : "");
    }

    private static String named(final Map<String, Integer> rows) {
        return rows.entrySet().stream()
                .map(row -> row.getKey() + "[" + row.getValue() + "]")
                .collect(Collectors.joining(" "));
    }

    private static String what(final Finding.Refused refused) {
        return refused.what() == AnswerKind.INPUT_REFUSED
                ? "input"
                : refused.what() == AnswerKind.COMMAND_REFUSED ? "command" : "join";
    }

    private static String reason(final Finding.Refused refused) {
        return refused.reason() == null
                ? "code " + refused.reasonCode()
                : refused.reason().text();
    }

    private static void fill(final ObjectNode line, final Finding finding) {
        if (finding instanceof final Finding.Held held) {
            line.put("frames", held.frames());
            line.put("heldBefore", held.heldBefore());
            line.put("heldAfter", held.heldAfter());
            held.rows().forEach(line.putObject("rows")::put);
        } else if (finding instanceof final Finding.Emitted emitted) {
            line.put("effect", emitted.effect());
            emitted.fields().forEach(line.putObject("fields")::putPOJO);
        } else if (finding instanceof final Finding.Marked marked) {
            line.put("position", marked.position());
            line.put("player", marked.player());
            line.put("text", marked.text());
        } else if (finding instanceof final Finding.Refused refused) {
            line.put("position", refused.position());
            line.put("refused", what(refused));
            line.put("player", refused.player());
            line.put("inputSeq", refused.sequence());
            line.put("reasonCode", refused.reasonCode());
            line.put("reason", reason(refused));
        }
    }

    ObjectNode toJson() {
        final ObjectNode result = JsonOption.object();
        result.put("found", all.size());
        result.put("limitReached", limitReached);
        result.put("matchesSearched", matchesSearched);
        result.put("framesSearched", framesSearched);
        result.put("effectsLost", effectsLost);
        result.put("elapsedNs", elapsedNs);
        result.set("findings", findings);
        return result;
    }

    void print(final PrintWriter out, final String path) {
        if (!all.isEmpty()) {
            table.print(out);
            out.println();
        }
        out.printf(
                Locale.ROOT,
                "%,d found%s in %,d frames of %,d match%s%n",
                all.size(),
                limitReached ? " (there may be more: --limit)" : "",
                framesSearched,
                matchesSearched,
                matchesSearched == 1 ? "" : "es");
        if (effectsLost > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d effects of any kind were dropped by their matches, which had too many in one frame%n",
                    effectsLost);
        }
        final Finding first = firstShown();
        if (first != null) {
            out.printf("look: ringside replay show %s --match %d --frame %d%n", path, first.match(), first.frame());
        }
    }

    private @Nullable Finding firstShown() {
        for (final Finding each : all) {
            if (each.frame() >= 0) {
                return each;
            }
        }
        return null;
    }
}
