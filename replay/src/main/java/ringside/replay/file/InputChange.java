package ringside.replay.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.replay.ReplayException;

/**
 * One thing that a fork does otherwise than its recording: a player's input for a frame is dropped, has other values, or is there
 * although it was not.
 *
 * @param frame that the input is for: its target frame
 * @param player the number that the journal knows the player by
 * @param fields values by the input's field, as people write them
 */
public record InputChange(Kind kind, int frame, int player, Map<String, String> fields) {
    /** Copies the map. */
    public InputChange {
        fields = Map.copyOf(fields);
    }

    /** What is done. */
    public enum Kind {
        /** The inputs for the frame are left out. */
        DROP,
        /** Fields of the inputs for the frame have other values. */
        SET,
        /** An input for the frame comes just before the frame is computed. */
        ADD;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A change from words like {@code player=3,fire=true}; {@code 3} alone for a drop. Throws {@link ReplayException}. */
    public static InputChange parse(final Kind kind, final int frame, final String words) {
        if (frame < 1) {
            throw new ReplayException("frame " + frame + ": the first frame that takes inputs is 1");
        }
        int player = 0;
        final Map<String, String> fields = new LinkedHashMap<>();
        for (final String word : words.strip().split("[,\\s]+", -1)) {
            final int equals = word.indexOf('=');
            if (equals < 0 && kind == Kind.DROP && player == 0) {
                player = player(word, words);
            } else if (equals < 1) {
                throw new ReplayException(
                        "'" + words + "': '" + word + "' is no name=value; write player=3,field=value");
            } else if (word.startsWith("player=")) {
                player = player(word.substring(equals + 1), words);
            } else {
                fields.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        if (player == 0) {
            throw new ReplayException("'" + words + "': says no player; write player=3,field=value");
        }
        if (kind == Kind.DROP && !fields.isEmpty()) {
            throw new ReplayException(
                    "'" + words + "': an input is dropped as a whole; to change " + fields.keySet() + " use set");
        }
        if (kind == Kind.SET && fields.isEmpty()) {
            throw new ReplayException("'" + words + "': says no field to change; write player=3,field=value");
        }
        return new InputChange(kind, frame, player, fields);
    }

    private static int player(final String text, final String words) {
        try {
            final int player = Integer.parseInt(text);
            if (player > 0) {
                return player;
            }
        } catch (final NumberFormatException notANumber) {
            // Said below.
        }
        throw new ReplayException("'" + words + "': '" + text + "' is no player's number; `journal dump` prints them");
    }

    /** A script: lines like {@code 3000 set player=3,fire=true}; empty ones and what follows a # are passed over. */
    public static List<InputChange> script(final List<String> lines) {
        final List<InputChange> changes = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            final String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                try {
                    changes.add(ofLine(line));
                } catch (final ReplayException e) {
                    throw new ReplayException("line " + (i + 1) + " of the script: " + e.getMessage(), e);
                }
            }
        }
        return changes;
    }

    private static InputChange ofLine(final String line) {
        final String[] words = line.split("\\s+", 3);
        if (words.length == 3 && words[0].matches("\\d{1,9}")) {
            for (final Kind kind : Kind.values()) {
                if (kind.word().equals(words[1])) {
                    return parse(kind, Integer.parseInt(words[0]), words[2]);
                }
            }
        }
        throw new ReplayException("'" + line + "' is none of: FRAME drop PLAYER, FRAME set player=P,field=value,"
                + " FRAME add player=P,field=value");
    }

    /** Writes the values into an input's record; throws {@link ReplayException} for a field that it has not. */
    void write(final RecordType input, final MutableDirectBuffer buffer, final int offset) {
        fields.forEach((name, text) -> FieldText.write(column(input, name), buffer, offset, text));
    }

    private static Column column(final RecordType input, final String name) {
        for (final Column column : input.columns()) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        throw new ReplayException("an input has no field '" + name + "'; it has "
                + input.columns().stream().map(Column::name).toList());
    }

    @Override
    public String toString() {
        return "frame " + frame + " " + kind.word() + " player=" + player
                + fields.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(field -> "," + field.getKey() + "=" + field.getValue())
                        .reduce("", String::concat);
    }
}
