package ringside.perf.claims;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What somebody reported of a design like this one, beside what was measured here: this program and the peer in one run. A ratio
 * above 1 is to this program's favour.
 *
 * @param what is claimed
 * @param reported the figures as they were reported
 * @param reportedRatio of those; 0 where none was reported
 * @param peer the peer's figure here
 * @param ours this program's
 * @param unit of both
 * @param ratio measured
 * @param bar that the ratio must reach: the reported one, or 1 where there is none
 */
public record Claim(
        String what,
        String reported,
        double reportedRatio,
        double peer,
        double ours,
        String unit,
        double ratio,
        double bar) {
    /** Where less is better. */
    public static Claim ofLess(
            final String what,
            final String reported,
            final double reportedRatio,
            final double peer,
            final double ours,
            final String unit) {
        final double ratio = ours <= 0 ? (peer <= 0 ? 1 : MOST_RATIO) : Math.min(MOST_RATIO, peer / ours);
        return new Claim(what, reported, reportedRatio, peer, ours, unit, ratio, barOf(reportedRatio));
    }

    /** Where more is better. */
    public static Claim ofMore(
            final String what,
            final String reported,
            final double reportedRatio,
            final double peer,
            final double ours,
            final String unit) {
        final double ratio = peer <= 0 ? MOST_RATIO : Math.min(MOST_RATIO, ours / peer);
        return new Claim(what, reported, reportedRatio, peer, ours, unit, ratio, barOf(reportedRatio));
    }

    /** What a ratio to nothing is told as. */
    public static final double MOST_RATIO = 1e6;

    private static double barOf(final double reportedRatio) {
        return reportedRatio > 0 ? reportedRatio : 1;
    }

    public boolean isBeaten() {
        return ratio >= bar;
    }

    /** Adds them as {@code claims}. */
    public static void putInto(final ObjectNode root, final List<Claim> claims) {
        final ArrayNode all = root.putArray("claims");
        for (final Claim claim : claims) {
            all.addObject()
                    .put("what", claim.what)
                    .put("reported", claim.reported)
                    .put("reportedRatio", claim.reportedRatio)
                    .put("peer", rounded(claim.peer))
                    .put("ours", rounded(claim.ours))
                    .put("unit", claim.unit)
                    .put("ratio", rounded(claim.ratio))
                    .put("bar", claim.bar)
                    .put("beaten", claim.isBeaten());
        }
    }

    /** Those of a result. */
    public static List<Claim> of(final JsonNode result) {
        final List<Claim> claims = new ArrayList<>();
        for (final JsonNode each : result.path("claims")) {
            claims.add(new Claim(
                    each.path("what").asText(),
                    each.path("reported").asText(),
                    each.path("reportedRatio").asDouble(),
                    each.path("peer").asDouble(),
                    each.path("ours").asDouble(),
                    each.path("unit").asText(),
                    each.path("ratio").asDouble(),
                    each.path("bar").asDouble()));
        }
        return claims;
    }

    private static double rounded(final double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    /** A table for people, and a line for what is not beaten. */
    public static void print(final PrintWriter out, final List<Claim> claims) {
        out.printf("%-58s %14s %14s %9s %9s%n", "claim", "peer", "Ringside", "measured", "to beat");
        for (final Claim claim : claims) {
            out.printf(
                    Locale.ROOT,
                    "%-58s %14s %14s %9s %9s  %s%n",
                    claim.what + ", " + claim.unit,
                    number(claim.peer),
                    number(claim.ours),
                    claim.ratio >= MOST_RATIO ? "beyond" : String.format(Locale.ROOT, "%.2f x", claim.ratio),
                    String.format(Locale.ROOT, "%.2f x", claim.bar),
                    claim.isBeaten() ? "beaten" : "NOT beaten");
            out.printf("    reported: %s%n", claim.reported);
        }
    }

    private static String number(final double value) {
        return Math.abs(value) >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
