package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.Wire;
import ringside.io.session.EdgeCounter;

/** The HTTP port: pages by GET and HEAD, and {@code /play}, where a WebSocket begins. */
final class HttpHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    static final String PLAY = "/play";

    private static final String VERSION = "13";

    private static final WebSocketDecoderConfig FRAMES = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(Wire.MAX_CLIENT_MESSAGE_BYTES)
            .expectMaskedFrames(true)
            .allowMaskMismatch(false)
            .allowExtensions(false)
            .closeOnProtocolViolation(false)
            .build();

    private final LoopEdge loopEdge;
    private final StaticFiles files;
    private final LivePages live;
    private final int deadlineMs;
    private @Nullable ScheduledFuture<?> deadline;

    HttpHandler(final LoopEdge loopEdge, final StaticFiles files, final LivePages live, final int deadlineMs) {
        this.loopEdge = loopEdge;
        this.files = files;
        this.live = live;
        this.deadlineMs = deadlineMs;
    }

    @Override
    public void handlerAdded(final ChannelHandlerContext context) {
        startDeadline(context);
    }

    @Override
    public void handlerRemoved(final ChannelHandlerContext context) {
        cancelDeadline();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext context) throws Exception {
        cancelDeadline();
        super.channelInactive(context);
    }

    private void startDeadline(final ChannelHandlerContext context) {
        cancelDeadline();
        deadline = context.executor().schedule(() -> context.close(), deadlineMs, TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        final ScheduledFuture<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }

    @Override
    protected void channelRead0(final ChannelHandlerContext context, final FullHttpRequest request) {
        loopEdge.edge().counters().increment(EdgeCounter.HTTP_REQUESTS);
        if (!context.channel().isWritable()) {
            // Who asks on and on and reads no answer would have them all kept here.
            context.close();
            return;
        }
        final int query = request.uri().indexOf('?');
        final String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        if (!request.decoderResult().isSuccess()) {
            answerText(context, request, HttpResponseStatus.BAD_REQUEST);
        } else if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            answerText(context, request, HttpResponseStatus.METHOD_NOT_ALLOWED);
        } else if (path.equals(PLAY)) {
            upgrade(context, request);
        } else {
            final LivePages.Page made = live.page(path);
            if (made == null) {
                page(context, request, path);
            } else {
                answerMade(context, request, made);
            }
        }
    }

    private void answerMade(
            final ChannelHandlerContext context, final FullHttpRequest request, final LivePages.Page made) {
        final byte[] bytes = made.text().getBytes(StandardCharsets.UTF_8);
        final FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.OK,
                request.method().equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, made.contentType());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        answer(context, request, response);
    }

    private void upgrade(final ChannelHandlerContext context, final FullHttpRequest request) {
        if (!isUpgrade(request.headers())) {
            answerText(context, request, HttpResponseStatus.UPGRADE_REQUIRED);
            return;
        }
        if (!request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
            answerText(context, request, HttpResponseStatus.BAD_REQUEST);
            return;
        }
        new WebSocketServerHandshaker13(PLAY, null, FRAMES)
                .handshake(context.channel(), request)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        play(context);
                    } else {
                        Faults.reportError(done.cause());
                        context.close();
                    }
                });
    }

    /** RFC 6455, 4.2.1: older versions of the protocol do without masks, or without a version. */
    private static boolean isUpgrade(final HttpHeaders headers) {
        return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION));
    }

    /** The handshake is over: only now is there somebody to play with. */
    private void play(final ChannelHandlerContext context) {
        if (!context.isRemoved()) {
            context.pipeline()
                    .replace(this, "play", new WebSocketHandler(loopEdge, new WebSocketOutlet(context.channel())));
        }
    }

    private void page(final ChannelHandlerContext context, final FullHttpRequest request, final String path) {
        final StaticFiles.Page page = files.find(path);
        if (page == null) {
            answerText(context, request, HttpResponseStatus.NOT_FOUND);
            return;
        }
        final boolean isKnown = page.etag().equals(request.headers().get(HttpHeaderNames.IF_NONE_MATCH));
        final byte[] bytes = page.content().bytes;
        final boolean hasBody = !isKnown && request.method().equals(HttpMethod.GET);
        final FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                isKnown ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK,
                hasBody ? Unpooled.wrappedBuffer(bytes) : Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, page.contentType());
        response.headers().set(HttpHeaderNames.ETAG, page.etag());
        // Asked for again each time, answered with 304: a new build is seen at once.
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache");
        if (!isKnown) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        }
        answer(context, request, response);
    }

    private void answerText(
            final ChannelHandlerContext context, final FullHttpRequest request, final HttpResponseStatus status) {
        final ByteBuf text = Unpooled.copiedBuffer(status + "\n", StandardCharsets.UTF_8);
        final int length = text.readableBytes();
        final boolean isHead = request.method().equals(HttpMethod.HEAD);
        if (isHead) {
            text.clear();
        }
        final FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, text);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        if (status.equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers()
                    .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        }
        answer(context, request, response);
    }

    private void answer(
            final ChannelHandlerContext context, final FullHttpRequest request, final FullHttpResponse response) {
        response.headers().set("X-Content-Type-Options", "nosniff");
        final boolean keepsAlive =
                HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
        HttpUtil.setKeepAlive(response, keepsAlive);
        final ChannelFuture written = context.writeAndFlush(response);
        if (keepsAlive) {
            startDeadline(context);
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext context, final Throwable cause) {
        Faults.reportError(cause);
        context.close();
    }
}
