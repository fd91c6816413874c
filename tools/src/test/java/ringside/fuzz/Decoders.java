package ringside.fuzz;

import java.util.List;
import java.util.function.Supplier;
import ringside.io.client.ServerDecoders;
import ringside.io.session.EdgeDecoders;

/** Everything that reads bytes from outside. Whoever writes a further reader puts it here. */
public final class Decoders {
    /** Made when they are wanted: a process that wants one of them need not prepare what the others read. */
    private static final List<Supplier<List<Decoder>>> GROUPS = List.of(
            EdgeDecoders::all,
            ServerDecoders::all,
            ViewDecoders::all,
            TextDecoders::all,
            JournalDecoders::all,
            MatchFileDecoders::all,
            ReplicationDecoders::all);

    private Decoders() {}

    public static List<Decoder> all() {
        return GROUPS.stream().flatMap(group -> group.get().stream()).toList();
    }

    static int groups() {
        return GROUPS.size();
    }

    /** The decoders of a group. */
    static List<Decoder> group(final int number) {
        return GROUPS.get(number).get();
    }

    /** The number of the group that has a decoder of that name. */
    static int groupOf(final String name) {
        for (int i = 0; i < groups(); i++) {
            if (group(i).stream().anyMatch(each -> each.name().equals(name))) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + ": there are " + all());
    }
}
