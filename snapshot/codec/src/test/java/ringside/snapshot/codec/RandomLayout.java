package ringside.snapshot.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import ringside.layout.Layout;
import ringside.layout.LayoutJson;

/** Layouts of every shape, as their JSON has it. */
final class RandomLayout {
    private static final String[] VISIBLE = {"all", "all", "all", "team", "owner", "nobody"};

    private final SplittableRandom random;
    private final int mostColumns;
    private final int mostRows;

    private RandomLayout(final SplittableRandom random, final int mostColumns, final int mostRows) {
        this.random = random;
        this.mostColumns = mostColumns;
        this.mostRows = mostRows;
    }

    /** A layout whose rows and effects fit into parts of that size. */
    static Layout fitting(final SplittableRandom random, final int maxPartBytes, final int mostRows) {
        final int mostColumns = maxPartBytes < 100 ? 4 : 12;
        while (true) {
            final Layout layout = LayoutJson.read(new RandomLayout(random, mostColumns, mostRows).json());
            if (new WireLayout(layout).smallestPartBytes() <= maxPartBytes) {
                return layout;
            }
        }
    }

    private String json() {
        final List<String> names = new ArrayList<>();
        for (int i = 0, n = 1 + random.nextInt(4); i < n; i++) {
            names.add("t" + i);
        }
        names.add(random.nextInt(names.size() + 1), "$engine");
        final StringBuilder tables = new StringBuilder();
        for (final String name : names) {
            tables.append(tables.isEmpty() ? "" : ",").append(table(name, names));
        }
        final StringBuilder effects = new StringBuilder();
        for (int i = 0, n = random.nextInt(4); i < n; i++) {
            effects.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"e" + i + "\",\"class\":\"" + (random.nextBoolean() ? "sure" : "momentary")
                            + "\",\"fields\":[" + columns(names, 1 + random.nextInt(3)) + "]}");
        }
        return "{\"game\":\"random\",\"logicVersion\":1,\"seats\":4,\"tables\":[" + tables
                + "],\"input\":[],\"join\":[],\"rules\":[],\"result\":[],\"commands\":[],\"effects\":[" + effects
                + "]}";
    }

    private String table(final String name, final List<String> names) {
        final boolean single = random.nextInt(6) == 0;
        final boolean owner = random.nextInt(2) == 0;
        final boolean team = random.nextInt(2) == 0;
        final int capacity = single ? 1 : 1 + random.nextInt(mostRows);
        final StringBuilder columns = new StringBuilder();
        if (owner) {
            columns.append("{\"name\":\"owner\",\"type\":\"int16\",\"min\":-1,\"max\":32767" + visible() + "},");
        }
        if (team) {
            columns.append("{\"name\":\"team\",\"type\":\"int8\",\"min\":0,\"max\":2" + visible() + "},");
        }
        columns.append(columns(names, 1 + random.nextInt(mostColumns)));
        return "{\"name\":\"" + name + "\",\"capacity\":" + capacity + (single ? ",\"single\":true" : "")
                + (owner ? ",\"owner\":\"owner\"" : "") + (team ? ",\"team\":\"team\"" : "") + ",\"columns\":["
                + columns + "]}";
    }

    private String columns(final List<String> names, final int count) {
        final StringBuilder columns = new StringBuilder();
        for (int i = 0; i < count; i++) {
            columns.append(i == 0 ? "" : ",").append(column("c" + i, names));
        }
        return columns.toString();
    }

    private String column(final String name, final List<String> names) {
        final String start = "{\"name\":\"" + name + "\",\"type\":\"";
        final String end = visible() + "}";
        return switch (random.nextInt(10)) {
            case 0 -> start + "bool\"" + end;
            case 1 -> start + "int8\"" + range(-128, 127) + smooth() + end;
            case 2 -> start + "int16\"" + range(-32_768, 32_767) + smooth() + end;
            case 3 -> start + "int32\"" + range(Integer.MIN_VALUE, Integer.MAX_VALUE) + smooth() + end;
            case 4 -> start + "int64\"" + longRange() + end;
            case 5, 6, 7 ->
                start + "fixed\",\"min\":-4194304,\"max\":4194304,\"dropBits\":" + random.nextInt(10) + smooth() + end;
            case 8 -> start + "ref\",\"target\":\"" + names.get(random.nextInt(names.size())) + "\"" + end;
            default ->
                start + "bytes\",\"length\":" + (1 + random.nextInt(mostColumns))
                        + (random.nextBoolean() ? ",\"text\":true" : "") + end;
        };
    }

    private String smooth() {
        return random.nextInt(3) == 0 ? "" : ",\"smooth\":" + random.nextInt(9);
    }

    private String visible() {
        final String who = VISIBLE[random.nextInt(VISIBLE.length)];
        return who.equals("all") ? "" : ",\"visible\":\"" + who + "\"";
    }

    private String range(final int lowest, final int highest) {
        final int a = (int) random.nextLong(lowest, (long) highest + 1);
        final int b = (int) random.nextLong(lowest, (long) highest + 1);
        final int min = random.nextInt(3) == 0 ? lowest : Math.min(a, b);
        final int max = random.nextInt(3) == 0 ? highest : Math.max(a, b);
        final int drop = random.nextInt(3) == 0 ? random.nextInt(4) : 0;
        return ",\"min\":" + min + ",\"max\":" + max + (drop == 0 ? "" : ",\"dropBits\":" + drop) + ",\"default\":"
                + random.nextLong(min, (long) max + 1);
    }

    private String longRange() {
        final long shift = random.nextInt(64);
        final long min = random.nextBoolean() ? Long.MIN_VALUE >> shift : 0;
        final long max = Long.MAX_VALUE >> random.nextInt(63);
        return ",\"min\":\"" + min + "\",\"max\":\"" + max + "\",\"default\":" + (random.nextBoolean() ? max : min);
    }
}
