// `moved`: from paths to logical ids. A move maps a path and all under it, so each resource below the new path had an
// id that begins with the old one.
#include "lower/lower.h"

static size_t flatten(const Path *path, Text segments[EVAL_DEEPEST_PATH]) {
  size_t count = 0;
  segments[count++] = path->first.name;
  for (size_t i = 0; i < path->rest.count && count < EVAL_DEEPEST_PATH; i++)
    segments[count++] = path->rest.items[i].key;
  return count;
}

static bool begins(const Text *segments, size_t count, const Text *start, size_t size) {
  if (size > count) return false;
  for (size_t i = 0; i < size; i++)
    if (!text_equal(segments[i], start[i])) return false;
  return true;
}

static bool in_frame(const Frame *frame, const Instance *resource) {
  if (!frame->owner) return !frame->stack || frame->stack == resource->stack;
  for (const Instance *at = resource->owner; at; at = at->owner)
    if (at == frame->owner) return true;
  return false;
}

static Text former_id(Lower *lower, const Move *move, const Text *from, size_t from_count, const Text *rest,
                      size_t rest_count) {
  Buffer id = {0};
  const Frame *frame = move->frame;
  if (frame->owner) buffer_add(&id, frame->owner->logical_id);
  bool with_stack = !frame->owner && !frame->stack;  // then the first segment is the stack's name
  for (size_t i = with_stack ? 1 : 0; i < from_count; i++) buffer_add(&id, eval_pascal(lower->arena, from[i]));
  for (size_t i = 0; i < rest_count; i++) buffer_add(&id, eval_pascal(lower->arena, rest[i]));
  return buffer_take(&id, lower->arena);
}

static void still_there(Lower *lower, const Move *move, const Instance *resource) {
  Diag *diag = diag_error(lower->eval->diags, "E0321", move->item->as.moved.from.span,
                          "what was moved from here is still there: '%.*s'", TEXT_ARG(resource->path));
  diag_note(lower->eval->diags, diag, resource->decl->span, "declared here");
  diag_help(lower->eval->diags, diag,
            "`moved OLD -> NEW` names the old path first; the old name must be gone from the program");
}

void lower_moves(Lower *lower, Template *template) {
  for (size_t m = 0; m < lower->eval->moves.count; m++) {
    const Move *move = &lower->eval->moves.items[m];
    Text from[EVAL_DEEPEST_PATH], to[EVAL_DEEPEST_PATH], segments[EVAL_DEEPEST_PATH];
    size_t from_count = flatten(&move->item->as.moved.from, from), to_count = flatten(&move->item->as.moved.to, to);
    bool across = !move->frame->owner && !move->frame->stack && !text_equal(from[0], to[0]);
    for (size_t i = 0; i < lower->stack->resources.count; i++) {
      const Instance *resource = lower->stack->resources.items[i];
      if (!in_frame(move->frame, resource)) continue;
      size_t count = eval_path(move->frame, resource, segments);
      if (begins(segments, count, from, from_count)) still_there(lower, move, resource);
      if (across || !begins(segments, count, to, to_count)) continue;
      Text id = former_id(lower, move, from, from_count, segments + to_count, count - to_count);
      vec_push(lower->arena, &template->moved, ((TemplateMove){id, resource->logical_id, move->item->span}));
    }
  }
}
