package ringside.perf.claims;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringside.perf.JsonOption;

class ClaimTest {
    @Test
    void a_claim_is_beaten_when_the_reported_ratio_is_reached() {
        assertTrue(Claim.ofMore("rate", "2 x", 2, 10, 20, "a second").isBeaten());
        assertFalse(Claim.ofMore("rate", "2 x", 2, 10, 19, "a second").isBeaten());
        assertTrue(Claim.ofLess("time", "2 x", 2, 10, 5, "ms").isBeaten());
        assertFalse(Claim.ofLess("time", "2 x", 2, 10, 6, "ms").isBeaten());
    }

    @Test
    void where_no_ratio_was_reported_the_peer_is_to_be_reached() {
        assertTrue(Claim.ofLess("time", "nothing", 0, 10, 10, "ms").isBeaten());
        assertFalse(Claim.ofLess("time", "nothing", 0, 10, 11, "ms").isBeaten());
    }

    @Test
    void nothing_at_all_is_as_good_as_nothing_and_better_than_something() {
        assertEquals(1, Claim.ofLess("dropped", "", 0, 0, 0, "%").ratio());
        assertEquals(
                Claim.MOST_RATIO, Claim.ofLess("dropped", "", 0, 0.03, 0, "%").ratio());
        assertFalse(Claim.ofLess("dropped", "", 0, 0, 0.01, "%").isBeaten());
    }

    @Test
    void claims_are_read_as_they_were_written_and_say_where_they_are_not_beaten() {
        final List<Claim> claims = List.of(
                Claim.ofMore("rate", "2 x", 2, 10, 15, "a second"), Claim.ofLess("time", "nothing", 0, 10, 5, "ms"));
        final ObjectNode root = JsonOption.object();
        Claim.putInto(root, claims);
        assertEquals(claims, Claim.of(root));
        final StringWriter out = new StringWriter();
        Claim.print(new PrintWriter(out, true), claims);
        assertEquals(
                1,
                out.toString()
                        .lines()
                        .filter(line -> line.contains("NOT beaten"))
                        .count(),
                out.toString());
        assertTrue(out.toString().contains("reported: 2 x"), out.toString());
    }
}
