package org.wayray.compositor.globals.xdgshell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestWindow;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.xdgdialog.XdgDialogV1Protocol;
import org.wayray.wayland.protocols.xdgdialog.XdgWmDialogV1Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgExportedV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgExporterV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgImportedV2Protocol;
import org.wayray.wayland.protocols.xdgforeign.ZxdgImporterV2Protocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;

/** Windows of one client over those of another, and dialogs. */
class XdgForeignTest {
    private ShellFixture fixture;
    private TestClient client;
    private TestClient panel;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
        panel = fixture.client();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void anImportedWindowBecomesAParentUntilTheExportEnds() throws Exception {
        var parent = client.window(300, 200);
        var exported = export(parent);
        var handle = client.last(ZxdgExportedV2Protocol.Event.Handle.class).handle();
        var imported = importHandle(handle);
        var child = panel.window(50, 40);
        imported.send(
                new ZxdgImportedV2Protocol.Request.SetParentOf(child.surface().id()));
        fixture.settle();
        assertThat(child.window().parent()).contains(parent.window());

        exported.send(new ZxdgExportedV2Protocol.Request.Destroy());
        fixture.settle();
        assertThat(child.window().parent()).isEmpty();
        assertThat(panel.heard(ZxdgImportedV2Protocol.Event.Destroyed.class)).hasSize(1);
        imported.send(
                new ZxdgImportedV2Protocol.Request.SetParentOf(child.surface().id()));
        imported.send(new ZxdgImportedV2Protocol.Request.Destroy());
        importHandle(handle);
        assertThat(panel.heard(ZxdgImportedV2Protocol.Event.Destroyed.class)).hasSize(2);
        assertThat(panel.isAlive()).isTrue();
    }

    @Test
    void anImportEndsWithTheWindowAndAnOrphanLosesNothingElse() throws Exception {
        var parent = client.window(300, 200);
        export(parent);
        var imported = importHandle(
                client.last(ZxdgExportedV2Protocol.Event.Handle.class).handle());
        var child = panel.window(50, 40);
        imported.send(
                new ZxdgImportedV2Protocol.Request.SetParentOf(child.surface().id()));
        fixture.settle();
        parent.destroy();
        assertThat(panel.heard(ZxdgImportedV2Protocol.Event.Destroyed.class)).hasSize(1);
        assertThat(child.window().parent()).isEmpty();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void anImportThatIsLetGoOfOrphansTheChildrenItWasGiven() throws Exception {
        var parent = client.window(300, 200);
        export(parent);
        var imported = importHandle(
                client.last(ZxdgExportedV2Protocol.Event.Handle.class).handle());
        var child = panel.window(50, 40);
        imported.send(
                new ZxdgImportedV2Protocol.Request.SetParentOf(child.surface().id()));
        imported.send(new ZxdgImportedV2Protocol.Request.Destroy());
        fixture.settle();
        assertThat(child.window().parent()).isEmpty();
    }

    @Test
    void aCircleIsNotMade() throws Exception {
        var parent = client.window(300, 200);
        var child = client.window(100, 100);
        child.send(new XdgToplevelProtocol.Request.SetParent(parent.toplevel().id()));
        export(child);
        var handle = client.last(ZxdgExportedV2Protocol.Event.Handle.class).handle();
        var imported = client.bind(ZxdgImporterV2Protocol.INTERFACE)
                .create(
                        ZxdgImportedV2Protocol.INTERFACE,
                        id -> new ZxdgImporterV2Protocol.Request.ImportToplevel(id, handle));
        imported.send(
                new ZxdgImportedV2Protocol.Request.SetParentOf(parent.surface().id()));
        fixture.settle();
        assertThat(parent.window().parent()).isEmpty();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void onlyWindowsAreExportedAndGivenParents() throws Exception {
        var surface = client.surface();
        client.bind(ZxdgExporterV2Protocol.INTERFACE)
                .create(
                        ZxdgExportedV2Protocol.INTERFACE,
                        id -> new ZxdgExporterV2Protocol.Request.ExportToplevel(id, surface.id()));
        var error = client.error();
        assertThat(error.interfaceName()).isEqualTo("zxdg_exporter_v2");
        assertThat(error.code()).isZero();
    }

    @Test
    void onlyAWindowIsGivenAParent() throws Exception {
        var parent = client.window(300, 200);
        export(parent);
        var imported = importHandle(
                client.last(ZxdgExportedV2Protocol.Event.Handle.class).handle());
        imported.send(
                new ZxdgImportedV2Protocol.Request.SetParentOf(panel.surface().id()));
        assertThat(panel.error().interfaceName()).isEqualTo("zxdg_imported_v2");
    }

    @Test
    void whoTurnsToTheParentOfAModalDialogIsLedToTheDialog() throws Exception {
        var parent = client.window(300, 200);
        var child = client.window(50, 40);
        child.send(new XdgToplevelProtocol.Request.SetParent(parent.toplevel().id()));
        var dialog = dialog(child);
        dialog.send(new XdgDialogV1Protocol.Request.SetModal());
        fixture.settle();
        var other = panel.window(20, 20);
        fixture.windows().activate(parent.window());
        assertThat(child.window().isActivated()).isTrue();

        fixture.windows().activate(other.window());
        dialog.send(new XdgDialogV1Protocol.Request.Destroy());
        fixture.settle();
        fixture.windows().activate(parent.window());
        assertThat(parent.window().isActivated()).isTrue();
    }

    @Test
    void aSecondDialogObjectIsAnErrorAndOneOfAWindowThatIsGoneIsInert() throws Exception {
        var first = client.window(50, 40);
        var dialog = dialog(first);
        first.destroy();
        dialog.send(new XdgDialogV1Protocol.Request.SetModal());
        dialog.send(new XdgDialogV1Protocol.Request.Destroy());
        var second = client.window(50, 40);
        dialog(second).send(new XdgDialogV1Protocol.Request.Destroy());
        dialog(second);
        fixture.settle();
        assertThat(client.isAlive()).isTrue();
        dialog(second);
        assertThat(client.error().interfaceName()).isEqualTo("xdg_wm_dialog_v1");
    }

    private Proxy<XdgDialogV1Protocol.Request, ?> dialog(TestWindow window) {
        return client.bind(XdgWmDialogV1Protocol.INTERFACE)
                .create(
                        XdgDialogV1Protocol.INTERFACE,
                        id -> new XdgWmDialogV1Protocol.Request.GetXdgDialog(
                                id, window.toplevel().id()));
    }

    private Proxy<ZxdgExportedV2Protocol.Request, ?> export(TestWindow window) throws Exception {
        var exported = client.listen(client.bind(ZxdgExporterV2Protocol.INTERFACE)
                .create(
                        ZxdgExportedV2Protocol.INTERFACE,
                        id -> new ZxdgExporterV2Protocol.Request.ExportToplevel(
                                id, window.surface().id())));
        fixture.settle();
        return exported;
    }

    private Proxy<ZxdgImportedV2Protocol.Request, ?> importHandle(String handle) throws Exception {
        var imported = panel.listen(panel.bind(ZxdgImporterV2Protocol.INTERFACE)
                .create(
                        ZxdgImportedV2Protocol.INTERFACE,
                        id -> new ZxdgImporterV2Protocol.Request.ImportToplevel(id, handle)));
        fixture.settle();
        return imported;
    }
}
