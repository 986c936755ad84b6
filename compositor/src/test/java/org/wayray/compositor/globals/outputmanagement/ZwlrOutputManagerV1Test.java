package org.wayray.compositor.globals.outputmanagement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.output.OutputMode;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationHeadV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputConfigurationV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputHeadV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputManagerV1Protocol;
import org.wayray.wayland.protocols.wlroutputmanagement.ZwlrOutputModeV1Protocol;

/** zwlr_output_manager_v1 with a client over a socket pair. */
class ZwlrOutputManagerV1Test {
    private final SessionFixture session;
    private final SessionClient client;
    private final Manager manager;

    ZwlrOutputManagerV1Test() throws Exception {
        session = new SessionFixture();
        client = session.client();
        manager = new Manager(ZwlrOutputManagerV1.VERSION);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
    }

    @Test
    void theOutputIsToldCompletelyBeforeDone() {
        assertThat(manager.told)
                .containsExactly(
                        "head", "name WAYRAY-1", "mode 320x240", "current", "scale 1.0", "done " + manager.serial);
    }

    @Test
    void anotherModeAndScaleAreAppliedAndTold() throws Exception {
        manager.told.clear();
        var configuration = manager.configuration();
        var head = configuration.enable();
        head.send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetCustomMode(640, 480, 0));
        head.send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetScale(1.5));
        configuration.apply();
        assertThat(client.heard(ZwlrOutputConfigurationV1Protocol.Event.class))
                .containsExactly(new ZwlrOutputConfigurationV1Protocol.Event.Succeeded());
        var output = session.compositor().output();
        assertThat(output.mode()).isEqualTo(new OutputMode(new Size<>(640, 480), 60_000));
        assertThat(output.scale()).isEqualTo(new Scale(180));
        assertThat(manager.told)
                .containsExactly("mode 640x480", "mode finished", "current", "scale 1.5", "done " + manager.serial);
    }

    @Test
    void aTestChangesNothing() throws Exception {
        var configuration = manager.configuration();
        configuration.enable().send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetScale(2));
        configuration.proxy.send(new ZwlrOutputConfigurationV1Protocol.Request.Test());
        session.settle();
        assertThat(client.heard(ZwlrOutputConfigurationV1Protocol.Event.class))
                .containsExactly(new ZwlrOutputConfigurationV1Protocol.Event.Succeeded());
        assertThat(session.compositor().output().scale()).isEqualTo(Scale.ONE);
    }

    @Test
    void whatOurOutputsCannotBeFails() throws Exception {
        var off = manager.configuration();
        off.proxy.send(new ZwlrOutputConfigurationV1Protocol.Request.DisableHead(
                manager.head().id()));
        off.apply();
        var turned = manager.configuration();
        turned.enable().send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetTransform(1));
        turned.apply();
        var huge = manager.configuration();
        huge.enable().send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetCustomMode(1_000_000, 1, 0));
        huge.apply();
        var failed = new ZwlrOutputConfigurationV1Protocol.Event.Failed();
        assertThat(client.heard(ZwlrOutputConfigurationV1Protocol.Event.class)).containsExactly(failed, failed, failed);
        assertThat(session.compositor().output().mode().size()).isEqualTo(new Size<>(320, 240));
    }

    @Test
    void aConfigurationFromAnOldSetupIsCancelled() throws Exception {
        var configuration = manager.configuration();
        configuration.enable();
        session.compositor().configureOutput(session.compositor().output().mode(), new Scale(240));
        session.settle();
        configuration.apply();
        assertThat(client.heard(ZwlrOutputConfigurationV1Protocol.Event.class))
                .containsExactly(new ZwlrOutputConfigurationV1Protocol.Event.Cancelled());
    }

    @Test
    void everyHeadIsNamedExactlyOnce() throws Exception {
        manager.configuration().apply();
        assertThat(client.error()).isEqualTo("zwlr_output_configuration_v1 2");
    }

    @Test
    void aHeadIsNotNamedTwice() throws Exception {
        var configuration = manager.configuration();
        configuration.enable();
        configuration.enable();
        assertThat(client.error()).isEqualTo("zwlr_output_configuration_v1 1");
    }

    @Test
    void aConfigurationIsUsedOnce() throws Exception {
        var configuration = manager.configuration();
        configuration.enable();
        configuration.apply();
        configuration.apply();
        assertThat(client.error()).isEqualTo("zwlr_output_configuration_v1 3");
    }

    @Test
    void aPropertyIsSetOnceAndMustBePossible() throws Exception {
        var head = manager.configuration().enable();
        head.send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetPosition(0, 0));
        head.send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetPosition(0, 0));
        assertThat(client.error()).isEqualTo("zwlr_output_configuration_head_v1 1");
    }

    @Test
    void aScaleIsAboveZero() throws Exception {
        manager.configuration().enable().send(new ZwlrOutputConfigurationHeadV1Protocol.Request.SetScale(0));
        assertThat(client.error()).isEqualTo("zwlr_output_configuration_head_v1 5");
    }

    @Test
    void anOutputThatGoesFinishesItsHeadAndMode() throws Exception {
        manager.told.clear();
        session.compositor().scene().removeOutput(session.compositor().output());
        session.settle();
        assertThat(manager.told).containsExactly("mode finished", "head finished", "done " + manager.serial);
        manager.head().send(new ZwlrOutputHeadV1Protocol.Request.Release());
        session.settle();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void stopIsAnsweredWithFinished() throws Exception {
        manager.told.clear();
        manager.proxy.send(new ZwlrOutputManagerV1Protocol.Request.Stop());
        session.settle();
        session.compositor().configureOutput(session.compositor().output().mode(), new Scale(240));
        session.settle();
        assertThat(manager.told).containsExactly("finished");
        assertThat(client.isAlive()).isTrue();
    }

    /** A manager that notes what it is told, in words. */
    private final class Manager {
        final Proxy<ZwlrOutputManagerV1Protocol.Request, ZwlrOutputManagerV1Protocol.Event> proxy;
        final List<String> told = new ArrayList<>();
        final List<Proxy<ZwlrOutputHeadV1Protocol.Request, ZwlrOutputHeadV1Protocol.Event>> heads = new ArrayList<>();
        int serial;

        Manager(int version) throws Exception {
            proxy = client.connection()
                    .registry()
                    .bind(ZwlrOutputManagerV1Protocol.INTERFACE, version)
                    .setHandler(this::told);
            session.settle();
        }

        private void told(ZwlrOutputManagerV1Protocol.Event event) {
            switch (event) {
                case ZwlrOutputManagerV1Protocol.Event.Head(int id) -> {
                    told.add("head");
                    heads.add(client.connection()
                            .proxy(id, ZwlrOutputHeadV1Protocol.INTERFACE)
                            .orElseThrow()
                            .setHandler(this::told));
                }
                case ZwlrOutputManagerV1Protocol.Event.Done(int now) -> {
                    serial = now;
                    told.add("done " + now);
                }
                case ZwlrOutputManagerV1Protocol.Event.Finished() -> told.add("finished");
            }
        }

        private void told(ZwlrOutputHeadV1Protocol.Event event) {
            switch (event) {
                case ZwlrOutputHeadV1Protocol.Event.Name(String name) -> told.add("name " + name);
                case ZwlrOutputHeadV1Protocol.Event.Mode(int id) ->
                    client.connection()
                            .proxy(id, ZwlrOutputModeV1Protocol.INTERFACE)
                            .orElseThrow()
                            .setHandler(this::told);
                case ZwlrOutputHeadV1Protocol.Event.CurrentMode(int ignored) -> told.add("current");
                case ZwlrOutputHeadV1Protocol.Event.Scale(double scale) -> told.add("scale " + scale);
                case ZwlrOutputHeadV1Protocol.Event.Finished() -> told.add("head finished");
                default -> {}
            }
        }

        private void told(ZwlrOutputModeV1Protocol.Event event) {
            switch (event) {
                case ZwlrOutputModeV1Protocol.Event.Size(int width, int height) ->
                    told.add("mode " + width + "x" + height);
                case ZwlrOutputModeV1Protocol.Event.Finished() -> told.add("mode finished");
                default -> {}
            }
        }

        Proxy<ZwlrOutputHeadV1Protocol.Request, ZwlrOutputHeadV1Protocol.Event> head() {
            return heads.getFirst();
        }

        Configuration configuration() {
            return new Configuration(client.listen(proxy.create(
                    ZwlrOutputConfigurationV1Protocol.INTERFACE,
                    id -> new ZwlrOutputManagerV1Protocol.Request.CreateConfiguration(id, serial))));
        }
    }

    private final class Configuration {
        final Proxy<ZwlrOutputConfigurationV1Protocol.Request, ZwlrOutputConfigurationV1Protocol.Event> proxy;

        Configuration(Proxy<ZwlrOutputConfigurationV1Protocol.Request, ZwlrOutputConfigurationV1Protocol.Event> proxy) {
            this.proxy = proxy;
        }

        Proxy<ZwlrOutputConfigurationHeadV1Protocol.Request, ?> enable() {
            return proxy.create(
                    ZwlrOutputConfigurationHeadV1Protocol.INTERFACE,
                    id -> new ZwlrOutputConfigurationV1Protocol.Request.EnableHead(
                            id, manager.head().id()));
        }

        void apply() throws Exception {
            proxy.send(new ZwlrOutputConfigurationV1Protocol.Request.Apply());
            session.settle();
        }
    }
}
