package org.wayray.benchmarks.bench;

import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wayray.cli.Diagnostic;
import org.wayray.cli.ExitStatus;
import org.wayray.cli.ProgramException;
import org.wayray.cli.Version;
import org.wayray.codec.Framebuffer;
import org.wayray.link.Link;
import org.wayray.link.LinkStats;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.Keymap;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;
import org.wayray.transport.QuicViewerConnector;
import org.wayray.viewer.WrClient;
import org.wayray.viewer.headless.HeadlessPresenter;
import org.wayray.viewer.session.Keyboard;
import org.wayray.viewer.session.ServerConnector;
import org.wayray.viewer.session.ViewerLoop;
import org.wayray.viewer.session.ViewerSession;
import org.wayray.viewer.session.ViewerState;

/**
 * A viewer like {@code wrclient}, but without a window: connection, decoding, acknowledgements and input are the real ones. It
 * has a thread of its own, the viewer's loop. Methods are for other threads unless they say otherwise.
 */
final class Desk implements ServerConnector, AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final long FOR_EVER_NANOS = Long.MAX_VALUE / 4;

    private final QuicViewerConnector connector;
    private final InetSocketAddress address;
    private final HeadlessPresenter presenter;
    private final ViewerSession session;
    private final CodecMix mix = new CodecMix();
    private final Thread thread;

    /** Volatile: set by the network's thread, asked for by others. */
    private volatile @Nullable Link<ToViewer, ToSession> link;

    /** Sits down and begins to connect. */
    Desk(QuicViewerConnector connector, InetSocketAddress address, Onlooker onlooker) {
        this.connector = connector;
        this.address = address;
        this.presenter = new HeadlessPresenter(() -> look(onlooker));
        this.session = new ViewerSession(presenter.loop(), this, hello(), presenter, new Random());
        this.thread = Thread.ofPlatform().name("viewer").start(this::run);
    }

    private static Hello hello() {
        return Hello.newBuilder()
                .setMinVersion(Versions.OLDEST)
                .setMaxVersion(Versions.NEWEST)
                .addAllCapabilities(WrClient.capabilities().wireNames())
                .setViewerName("bench")
                .setViewerVersion(Version.number())
                .setKeymap(Keymap.newBuilder().setLayout("us"))
                .build();
    }

    private void run() {
        session.start();
        try {
            presenter.run(session, FOR_EVER_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!(session.state() instanceof ViewerState.Ended)) {
            session.leave();
        }
        session.close();
    }

    private void look(Onlooker onlooker) {
        var picture = session.picture();
        if (picture != null) {
            onlooker.pictureShown(picture, System.nanoTime());
        }
    }

    @Override
    public CompletionStage<Link<ToViewer, ToSession>> connect() {
        return connector.connect(address.getHostString(), address.getPort()).thenApply(made -> {
            var watched = new WatchedLink(made, mix);
            link = watched;
            return watched;
        });
    }

    @Override
    public String server() {
        return address.toString();
    }

    /** Its loop, for timers and tasks. */
    ViewerLoop loop() {
        return presenter.loop();
    }

    /** What is typed; on the loop. */
    Keyboard keyboard() {
        return session.keyboard();
    }

    /** How frames were coded; on the loop. */
    CodecMix mix() {
        return mix;
    }

    /** The picture; on the loop. */
    @Nullable
    Framebuffer picture() {
        return session.picture();
    }

    /** Runs something on the loop and waits for it. */
    <T> T ask(Supplier<T> question) throws InterruptedException {
        var answer = new CompletableFuture<T>();
        presenter.loop().execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer, PATIENCE_SECONDS, "the viewer is busy");
    }

    /** What the connection has measured so far. */
    LinkStats stats() throws InterruptedException {
        var current = link;
        if (current == null) {
            throw new IllegalStateException("not connected");
        }
        return await(current.stats().toCompletableFuture(), PATIENCE_SECONDS, "the connection was lost");
    }

    /** Waits for what has to do with this viewer, and says what it is at if that does not come. */
    <T> T await(CompletableFuture<T> future, int seconds, String failure) throws InterruptedException {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ProgramException(
                    ExitStatus.NO_PICTURE,
                    new Diagnostic(
                            failure,
                            "nothing came in " + seconds + " s; the viewer's state is " + session.state(),
                            "a line that loses or drops almost everything can cause this"),
                    e);
        } catch (ExecutionException e) {
            throw new ProgramException(
                    ExitStatus.CANNOT_CONNECT,
                    new Diagnostic(
                            failure,
                            String.valueOf(e.getCause()),
                            "a line that loses or drops almost everything can cause this"),
                    e);
        }
    }

    /** Takes leave of the session, and waits until that is done. */
    @Override
    public void close() throws InterruptedException {
        presenter.loop().execute(session::leave);
        thread.join();
    }
}
