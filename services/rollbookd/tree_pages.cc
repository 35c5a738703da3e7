#include "services/rollbookd/tree_pages.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "proof/tile.h"
#include "proof/tile_builder.h"

namespace rollbook::services {
namespace {

using gateway::http::HttpRequest;
using gateway::http::HttpResponse;
using gateway::http::Respond;

// As the specification says: a checkpoint changes within seconds, a tile
// never.
constexpr char kChanging[] = "no-cache";
constexpr char kUnchanging[] = "public, max-age=31536000, immutable";

HttpResponse Text(int status, std::string text, const char* caching) {
  return {status,
          {{"Content-Type", "text/plain; charset=utf-8"},
           {"Cache-Control", caching}},
          std::move(text)};
}

HttpResponse NotFound() { return Text(404, "not found\n", kChanging); }

// Whether a tree of that size has the tile, in that width.
bool IsInTree(const proof::TileId& tile, uint64_t size) {
  if (tile.level >= proof::kMaxTileLevels) return false;
  const uint64_t full = proof::PartialTileIndex(size, tile.level);
  return tile.index < full ||
         (tile.index == full &&
          tile.width <= proof::PartialWidth(size, tile.level));
}

HttpResponse TilePage(const proof::TileId& tile,
                      const eventstore::LogTree& tree) {
  auto hashes = tree.Tile(tile.level, tile.index);
  const size_t bytes = tile.width * proof::kHashBytes;
  if (!hashes.ok() || hashes->size() < bytes) {
    return Text(503, "the tree cannot be read now\n", kChanging);
  }
  hashes->resize(bytes);
  return {200,
          {{"Content-Type", "application/octet-stream"},
           {"Cache-Control", kUnchanging}},
          *std::move(hashes)};
}

}  // namespace

void AddTreePages(const LogCheckpoints* checkpoints,
                  const eventstore::LogTree* tree, base::WorkerPool* workers,
                  gateway::AdminHandler& admin) {
  admin.AddPage("/checkpoint", [checkpoints](const HttpRequest&) {
    return Text(200, checkpoints->latest().note, kChanging);
  });
  admin.AddSlowPage("/tile/", [=](const HttpRequest& request, Respond respond) {
    const auto tile =
        proof::ParseTilePath(std::string_view(request.target).substr(1));
    // No tile says more than the checkpoint that was published.
    if (!tile || !IsInTree(*tile, checkpoints->latest().checkpoint.size)) {
      return respond(NotFound());
    }
    const auto answer = std::make_shared<Respond>(std::move(respond));
    const bool submitted =
        workers->TrySubmit([=] { (*answer)(TilePage(*tile, *tree)); });
    if (!submitted) (*answer)(Text(503, "too busy\n", kChanging));
  });
}

}  // namespace rollbook::services
