package ringside.io.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.Column;
import ringside.layout.Fields;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;

/** What a seated person may type, and what is said to it. One for each {@link LinePlayer}. */
final class LineCommands {
    private static final int MAX_FRAMES = 600;
    private static final Map<String, List<String>> WAYS = Map.of(
            "up", List.of("moveY", "min"),
            "down", List.of("moveY", "max"),
            "left", List.of("moveX", "min"),
            "right", List.of("moveX", "max"));

    private final LinePlayer player;
    private final TextOutlet out;

    LineCommands(final LinePlayer player, final TextOutlet out) {
        this.player = player;
        this.out = out;
    }

    /** Carries out a line; false when it is none of these commands. */
    boolean run(final String verb, final List<String> words) {
        switch (verb) {
            case "move" -> move(words);
            case "input" -> input(words, 1);
            case "command" -> command(words);
            case "bookmark" -> player.bookmark(String.join(" ", words));
            case "state" -> state(words.isEmpty() ? null : words.get(0));
            default -> {
                return false;
            }
        }
        return true;
    }

    static void help(final TextOutlet out, final Layout layout) {
        out.line("move field=value ... [frames]   holds an input for that many frames (1)");
        if (layout.input().find("moveX") != null && layout.input().find("moveY") != null) {
            out.line("move up|down|left|right [frames]   up is towards smaller y");
        }
        out.line("input field=value ...   one input; fields: " + LineFields.describe(layout.input()));
        for (final RecordType command : layout.commands()) {
            out.line("command " + command.name() + " field=value ...   fields: " + LineFields.describe(command));
        }
        out.line("bookmark TEXT   marks this moment in the recording, for `replay find --bookmark`");
        out.line("state [table]   what you are shown");
    }

    private void move(final List<String> words) {
        if (words.isEmpty()) {
            throw new LineFields.LineException("move where? try: move "
                    + (isWay("up")
                            ? "up 10"
                            : LineFields.describe(player.layout().input())));
        }
        final List<String> fields = new ArrayList<>(words);
        int frames = 1;
        final String last = fields.get(fields.size() - 1);
        if (fields.size() > 1 && last.chars().allMatch(Character::isDigit)) {
            frames = frames(last);
            fields.remove(fields.size() - 1);
        }
        if (fields.size() == 1 && isWay(fields.get(0))) {
            play(way(fields.get(0)), frames);
        } else {
            input(fields, frames);
        }
    }

    private static int frames(final String word) {
        final int frames = word.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(word);
        if (frames < 1 || frames > MAX_FRAMES) {
            throw new LineFields.LineException("frames: " + word + " is outside 1 to " + MAX_FRAMES);
        }
        return frames;
    }

    private boolean isWay(final String word) {
        final List<String> way = WAYS.get(word);
        return way != null && player.layout().input().find(way.get(0)) != null;
    }

    private UnsafeBuffer way(final String word) {
        final UnsafeBuffer record = defaults(player.layout().input());
        final List<String> way = WAYS.getOrDefault(word, List.of());
        final Column column = player.layout().input().column(way.get(0));
        column.write(record, 0, way.get(1).equals("min") ? column.min() : column.max());
        return record;
    }

    private void input(final List<String> fields, final int frames) {
        final UnsafeBuffer record = defaults(player.layout().input());
        LineFields.read(player.layout().input(), record, fields);
        play(record, frames);
    }

    private void play(final UnsafeBuffer record, final int frames) {
        player.play(record, frames, defaults(player.layout().input()));
    }

    private static UnsafeBuffer defaults(final RecordType type) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]);
        new RecordView(type).wrap(record, 0).reset();
        return record;
    }

    private void command(final List<String> words) {
        final String name = words.isEmpty() ? "" : words.get(0);
        for (final RecordType type : player.layout().commands()) {
            if (type.name().equals(name)) {
                final UnsafeBuffer record = defaults(type);
                LineFields.read(type, record, words.subList(1, words.size()));
                player.command(type, record);
                return;
            }
        }
        throw new LineFields.LineException(
                "no command '" + name + "'; there are " + player.layout().commands());
    }

    private void state(final @Nullable String name) {
        final ViewDecoder decoder = player.decoder();
        boolean found = false;
        out.line("frame " + decoder.frame());
        for (final ViewTable table : decoder.tables()) {
            if (name == null || table.table().name().equals(name)) {
                found = true;
                rows(table);
            }
        }
        if (!found) {
            final List<String> names = new ArrayList<>();
            decoder.tables().forEach(table -> names.add(table.table().name()));
            throw new LineFields.LineException("no table '" + name + "'; there are " + names);
        }
    }

    private void rows(final ViewTable shown) {
        final Fields table = shown.table();
        for (int id = shown.first(); id >= 0; id = shown.next(id)) {
            final StringBuilder row =
                    new StringBuilder(table.name()).append(' ').append(id);
            for (final Column column : table.columns()) {
                if (shown.has(id, column)) {
                    row.append(' ').append(column.name()).append('=');
                    row.append(column.format(shown.rowBuffer(id), shown.rowOffset(id)));
                }
            }
            out.line(row.toString());
        }
    }
}
