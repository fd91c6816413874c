package ringside.perf.all;

import java.util.List;

/** Figures of one unit that are drawn side by side: this program and what it is compared with. */
record Chart(String title, List<Figure> bars) {
    Chart {
        bars = List.copyOf(bars);
    }
}
