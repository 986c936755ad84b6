package org.wayray.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;

/**
 * The zstd frames inside our codings: without magic number, content size, checksum and dictionary, all of which the region
 * or the connection says already. That leaves two bytes of frame header and three for each block.
 */
final class ZstdFormat {
    private ZstdFormat() {}

    static void configure(ZstdCompressCtx context, int level) {
        context.setMagicless(true)
                .setContentSize(false)
                .setChecksum(false)
                .setDictID(false)
                .setLevel(level);
    }

    static void configure(ZstdDecompressCtx context) {
        context.setMagicless(true);
    }

    /** Room that the compressed form of so many bytes never exceeds. */
    static int bound(int length) {
        return Math.toIntExact(Zstd.compressBound(length));
    }
}
