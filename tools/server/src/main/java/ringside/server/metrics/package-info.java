/** What monitoring reads: counters, gauges and latencies in the formats of Prometheus and OpenMetrics. */
@NullMarked
package ringside.server.metrics;

import org.jspecify.annotations.NullMarked;
