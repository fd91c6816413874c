package ringside.behavior;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What each kind of node does, frame by frame, at ten frames a second. Columns: the tree in short; each leaf's answers by
 * frame; for each frame what the tree answered and, in order, what was asked of its leaves (see {@link Play}).
 *
 * <p>In short, {@code 0} is action 0 and {@code ?0} condition 0; {@code Sequence(0 1)} has both as children; ports follow
 * a colon.
 */
class NodesTest {
    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(delimiter = ';', textBlock = """
            Sequence(0 1)                 ; S,RRS,     ; R s0 s1 | R r1 | S r1
            Sequence(0 1)                 ; SSS,RFS,   ; R s0 s1 | F r1 | S s0 s1
            Sequence(0 1)                 ; F,S,       ; F s0 | F s0
            Sequence(?0 1)                ; SFF,RRS,   ; R c0 s1 | R r1 | S r1
            AsyncSequence(0 1 2)          ; S,RS,S,    ; R s0 | R s1 | S s2
            AsyncSequence(0 1)            ; S,S,       ; R s0 | S s1 | R s0
            AsyncSequence(0 1 2)          ; S,RRS,S,   ; R s0 | R s1 | S r1 s2
            SequenceWithMemory(0 1 2)     ; S,FFS,SSSFS,; R s0 | F s1 | R s1 | F s2 | S s2 | R s0
            SequenceWithMemory(0 1)       ; RS,RRS,    ; R s0 | R r0 s1 | S r1
            ReactiveSequence(?0 1)        ; SSF,R,     ; R c0 s1 | R c0 r1 | F c0 h1 | F c0
            ReactiveSequence(0 1)         ; SRS,R,     ; R s0 s1 | R s0 h1 | R r0 s1
            ReactiveSequence(?0 1)        ; S,RS,      ; R c0 s1 | S c0 r1 | S c0 s1
            Fallback(0 1)                 ; F,RRF,     ; R s0 s1 | R r1 | F r1
            Fallback(0 1)                 ; FFS,RS,    ; R s0 s1 | S r1 | S s0
            AsyncFallback(0 1 2)          ; F,F,S,     ; R s0 | R s1 | S s2
            ReactiveFallback(?0 1)        ; FFSF,R,    ; R c0 s1 | R c0 r1 | S c0 h1 | R c0 s1
            ReactiveFallback(0 1)         ; FRF,R,     ; R s0 s1 | R s0 h1 | R r0 s1
            ReactiveFallback(?0 1)        ; F,RF,      ; R c0 s1 | F c0 r1 | F c0 s1
            Parallel(0 1 2)               ; RRS,S,RS,  ; R s0 s1 s2 | R r0 r2 | S r0 | S s0 s1 s2
            Parallel(0 1 2)               ; RR,RF,R,   ; R s0 s1 s2 | F r0 r1 h0 h2
            Parallel:2:2(0 1 2)           ; RF,RRS,RS, ; R s0 s1 s2 | R r0 r1 r2 | S r1
            Parallel:1:-1(0 1)            ; F,RF,      ; R s0 s1 | F r1
            Parallel:-2:2(0 1 2)          ; F,RRS,RF,  ; R s0 s1 s2 | F r1 r2 h1
            IfThenElse(?0 1 2)            ; SF,RRS,R,  ; R c0 s1 | R r1 | S r1 | R c0 s2
            IfThenElse(?0 1 2)            ; F,R,RF,    ; R c0 s2 | F r2
            IfThenElse(0 1)               ; RF,R,      ; R s0 | F r0
            IfThenElse(0 1)               ; RS,RRF,    ; R s0 | R r0 s1 | F r1
            WhileDoElse(?0 1 2)           ; SSFFS,R,R, ; R c0 s1 | R c0 r1 | R c0 h1 s2 | R c0 r2 | R c0 h2 s1
            WhileDoElse(?0 1)             ; SF,R,      ; R c0 s1 | F c0 h1
            WhileDoElse(?0 1)             ; S,RS,      ; R c0 s1 | S c0 r1
            WhileDoElse(0 1 2)            ; SRS,R,R,   ; R s0 s1 | R s0 | R r0 r1
            Inverter(0)                   ; RSRF,      ; R s0 | F r0 | R s0 | S r0
            ForceSuccess(0)               ; RF,        ; R s0 | S r0
            ForceFailure(0)               ; RS,        ; R s0 | F r0
            Repeat:3(0)                   ; S,         ; R s0 | R s0 | S s0 | R s0
            Repeat:2(0)                   ; RSRS,      ; R s0 | S r0 s0 | R s0 | S r0 s0
            Repeat:3(0)                   ; RSRR,      ; R s0 | R r0 s0 | R s0 | R r0
            Repeat:2(0)                   ; SF,        ; R s0 | F s0
            Repeat:0(0)                   ; S,         ; S
            Repeat:-1(0)                  ; SSSF,      ; R s0 | R s0 | R s0 | F s0
            RetryUntilSuccessful:3(0)     ; F,         ; R s0 | R s0 | F s0
            RetryUntilSuccessful:2(0)     ; FS,        ; R s0 | S s0
            RetryUntilSuccessful:2(0)     ; RFRS,      ; R s0 | F r0 s0 | R s0 | S r0
            RetryUntilSuccessful:-1(0)    ; FFFS,      ; R s0 | R s0 | R s0 | S s0
            KeepRunningUntilFailure(0)    ; SRSF,      ; R s0 | R s0 | R r0 | F s0
            Delay:200(0)                  ; RRRS,      ; R | R | R s0 | S r0 | R
            Delay:101(0)                  ; S,         ; R | R | S s0
            Delay:0(0)                    ; S,         ; S s0
            Timeout:200(0)                ; R,         ; R s0 | R r0 | F h0 | R s0
            Timeout:200(0)                ; RS,        ; R s0 | S r0
            Timeout:0(0)                  ; R,         ; R s0 | R r0 | R r0
            Cooldown:200(0)               ; RSRFS,     ; R s0 | S r0 | F | F s0 | S s0 | F | S s0
            Sleep:200                     ; ,          ; R | R | S | R
            Sleep:0                       ; ,          ; S
            AlwaysSuccess                 ; ,          ; S
            AlwaysFailure                 ; ,          ; F
            Sequence(0 Fallback(1 2))     ; S,RF,RS,   ; R s0 s1 | S r1 s2 | S s0 s1 s2
            Repeat:2(Repeat:2(0))         ; S,         ; R s0 | R s0 s0 | S s0 | R s0
            ReactiveSequence(?0 Sequence(1 2)); SSSFS,RS,R,; R c0 s1 | R c0 r1 s2 | R c0 r2 | F c0 h2 | R c0 s1 s2
            ReactiveSequence(?0 Parallel:-1:2(1 2)); SSF,R,R,; R c0 s1 s2 | R c0 r1 r2 | F c0 h1 h2
            ReactiveSequence(?0 SequenceWithMemory(1 2)); SSFS,S,R,; R c0 s1 | R c0 s2 | F c0 h2 | R c0 s2
            ReactiveFallback(?0 Repeat:9(1)); FFSF,RSRR,; R c0 s1 | R c0 r1 s1 | S c0 | R c0 s1
            ReactiveFallback(?0 Delay:200(1)); FSFF,R,; R c0 | S c0 | R c0 | R c0 | R c0 s1
            """)
    void a_node_does_what_its_kind_says(final String tree, final String scripts, final String expected) {
        final Play play = new Play().scripts(scripts.split(",", -1));
        final int frames = expected.split("\\|", -1).length;
        assertEquals(expected, play.run(play.tree(xml(tree)), frames));
    }

    /** From the short form to the file's. */
    private static String xml(final String text) {
        final int bracket = text.indexOf('(');
        if (bracket < 0) {
            return Arrays.stream(text.trim().split(" ", -1))
                    .map(NodesTest::leaf)
                    .reduce("", String::concat);
        }
        int from = text.lastIndexOf(' ', bracket) + 1;
        int depth = 1;
        int at = bracket + 1;
        for (; depth > 0; at++) {
            depth += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
        }
        final String head = text.substring(from, bracket);
        final String before = text.substring(0, from).trim();
        final String after = text.substring(at).trim();
        return (before.isEmpty() ? "" : xml(before))
                + leaf(head).replace("/>", ">")
                + xml(text.substring(bracket + 1, at - 1))
                + "</" + head.split(":", -1)[0] + ">"
                + (after.isEmpty() ? "" : xml(after));
    }

    private static String leaf(final String text) {
        if (Character.isDigit(text.charAt(0))) {
            return "<Act id='" + text + "'/>";
        }
        if (text.charAt(0) == '?') {
            return "<Ask id='" + text.substring(1) + "'/>";
        }
        final String[] parts = text.split(":", -1);
        final NodeKind kind = NodeKind.find(parts[0]);
        final StringBuilder out = new StringBuilder("<").append(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            out.append(' ')
                    .append(kind.ports().get(i - 1).name())
                    .append("='")
                    .append(parts[i])
                    .append('\'');
        }
        return out.append("/>").toString();
    }
}
