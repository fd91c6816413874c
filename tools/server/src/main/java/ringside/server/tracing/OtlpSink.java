package ringside.server.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Sends the ways of inputs to a collector, by OTLP over HTTP: a trace each, its spans being the parts of the way. What the collector
 * does not take in time is dropped, never waited for.
 */
public final class OtlpSink implements TraceSink {
    private static final AttributeKey<Long> ENGINE = AttributeKey.longKey("ringside.engine");
    private static final AttributeKey<Long> MATCH = AttributeKey.longKey("ringside.match");
    private static final AttributeKey<Long> PLAYER = AttributeKey.longKey("ringside.player");
    private static final AttributeKey<Long> INPUT_SEQ = AttributeKey.longKey("ringside.input_seq");
    private static final AttributeKey<Long> POSITION = AttributeKey.longKey("ringside.position");
    private static final AttributeKey<Long> FRAME = AttributeKey.longKey("ringside.frame");
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration GATHERED = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 8_192;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * A sink that sends to {@code address}, which is the collector's, without a path.
     *
     * @param server its name among others
     * @param build of this server
     */
    public OtlpSink(final String address, final String server, final String build) {
        final OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(address + (address.endsWith("/") ? "" : "/") + "v1/traces")
                .setTimeout(PATIENCE)
                .build();
        provider = SdkTracerProvider.builder()
                // Which inputs are traced was decided at the edge.
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.getDefault().toBuilder()
                        .put("service.name", "ringside")
                        .put("service.version", build)
                        .put("service.instance.id", server)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MOST_WAITING)
                        .setScheduleDelay(GATHERED)
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build();
        tracer = provider.get("ringside", build);
    }

    @Override
    public void take(final InputTrace trace, final long wallMinusMonotonicNs) {
        final Span whole = tracer.spanBuilder("input")
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(trace.receivedNs() + wallMinusMonotonicNs, TimeUnit.NANOSECONDS)
                .setAttribute(ENGINE, (long) trace.engine())
                .setAttribute(MATCH, (long) trace.match())
                .setAttribute(PLAYER, (long) trace.player())
                .setAttribute(INPUT_SEQ, (long) trace.inputSeq())
                .setAttribute(POSITION, trace.position())
                .setAttribute(FRAME, (long) trace.frame())
                .startSpan();
        final Parts parts = new Parts(Context.root().with(whole), wallMinusMonotonicNs, trace.receivedNs());
        parts.until("claim", trace.claimedNs());
        parts.until("journal", trace.journalledNs());
        parts.until("safe", trace.safeNs());
        parts.until("apply", trace.appliedNs());
        parts.until("wait for frame", trace.frameDueNs());
        parts.until("frame", trace.frameEndNs());
        parts.until("encode", trace.encodedNs());
        parts.until("write", trace.sentNs());
        whole.end(trace.sentNs() + wallMinusMonotonicNs, TimeUnit.NANOSECONDS);
    }

    /** Spans one after the other: each begins where the one before ended. One whose end is not known is left out. */
    private final class Parts {
        private final Context parent;
        private final long wallMinusMonotonicNs;
        private long fromNs;

        Parts(final Context parent, final long wallMinusMonotonicNs, final long fromNs) {
            this.parent = parent;
            this.wallMinusMonotonicNs = wallMinusMonotonicNs;
            this.fromNs = fromNs;
        }

        void until(final String name, final long toNs) {
            if (toNs == 0 || toNs - fromNs < 0) {
                return;
            }
            tracer.spanBuilder(name)
                    .setParent(parent)
                    .setStartTimestamp(fromNs + wallMinusMonotonicNs, TimeUnit.NANOSECONDS)
                    .startSpan()
                    .end(toNs + wallMinusMonotonicNs, TimeUnit.NANOSECONDS);
            fromNs = toNs;
        }
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
