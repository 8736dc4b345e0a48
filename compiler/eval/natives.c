// Calls: arguments in their places, defaults, types; then a user's function by its body, or a native one by name.
#include "eval/natives.h"
#include "eval/presence.h"

#define ROW(name) \
  { #name, native_##name, false }
#define WHOLE(name) \
  { #name, native_##name, true }

static const Native natives[] = {
    WHOLE(join),
    ROW(split),
    ROW(upper),
    ROW(lower),
    ROW(trim),
    ROW(replace),
    ROW(starts_with),
    ROW(ends_with),
    ROW(contains),
    ROW(matches),
    ROW(format),
    ROW(base64),
    ROW(sha256),
    ROW(is_text),
    ROW(is_list),
    ROW(len),
    ROW(keys),
    ROW(values),
    ROW(unique),
    ROW(sort),
    ROW(reverse),
    ROW(flatten),
    ROW(zip),
    ROW(concat),
    ROW(get),
    ROW(range),
    ROW(sum),
    ROW(min),
    ROW(max),
    ROW(any),
    ROW(all),
    ROW(abs),
    ROW(floor),
    ROW(ceil),
    ROW(round),
    ROW(mod),
    ROW(cidr_subnet),
    ROW(cidr_host),
    ROW(cidr_prefix),
    ROW(cidr_contains),
    ROW(get_azs),
    WHOLE(to_json),
    ROW(from_json),
    WHOLE(to_yaml),
    ROW(from_yaml),
    ROW(file),
    ROW(json),
    ROW(yaml),
    ROW(env),
    ROW(arn),
    ROW(import_value),
    ROW(ssm),
    ROW(ssm_secure),
    ROW(secret),
    WHOLE(cfn),
    ROW(resources),
    ROW(plan),
    ROW(stack_template),
    ROW(stack_capabilities),
    ROW(pascal_case),
    WHOLE(is_known),
    ROW(each_in),
    ROW(each_equals),
    ROW(ref_all),
    ROW(value_of),
    ROW(value_of_all),
    ROW(stack_output),
};

size_t native_count(void) { return sizeof natives / sizeof *natives; }
const Native *native_at(size_t number) { return &natives[number]; }

const Native *native_find(Eval *eval, Text name) {
  const Native *native = map_get(&eval->natives, name);
  if (native) return native;
  for (size_t i = 0; i < native_count(); i++) {
    if (!text_is(name, natives[i].name)) continue;
    map_put(eval->arena, &eval->natives, name, (void *)&natives[i]);
    return &natives[i];
  }
  return NULL;
}

typedef struct NativeCall {
  const Native *native;
  const Val **args;
  size_t count, next;
  Span span;
} NativeCall;

// Distributes over one argument after the other, then calls.
static const Val *call_native(const Context *cx, const Val *val, void *data) {
  NativeCall call = *(NativeCall *)data;
  const Val **args = ARENA_ARRAY(cx->eval->arena, const Val *, call.count + 1);
  for (size_t i = 0; i < call.count; i++) args[i] = call.args[i];
  args[call.next] = val;
  call.args = args;
  call.next++;
  if (call.next < call.count) return eval_distribute(cx, call.span, args[call.next], call_native, &call);
  return call.native->function(cx, call.span, args);
}

static const Val *native(const Context *cx, const Expr *expr, const Val **args, size_t count) {
  Decl *decl = expr->as.call.decl;
  const Native *found = native_find(cx->eval, decl->name);
  if (!found) base_abort("the prelude declares a function that is not bound");
  if (found->whole || count == 0) return found->function(cx, expr->span, args);
  for (size_t i = 0; i < count; i++) args[i] = eval_open_lookup(cx, args[i]);
  NativeCall call = {found, args, count, 0, expr->span};
  return eval_distribute(cx, expr->span, args[0], call_native, &call);
}

enum { MOST_ARGUMENTS = 64 };

static bool gather(const Context *cx, const Expr *expr, const FnInList *ins, const Val **args) {
  for (size_t i = 0; i < expr->as.call.args.count; i++) {
    const Arg *arg = &expr->as.call.args.items[i];
    size_t at = i;
    if (arg->name.name.size)
      for (at = 0; at < ins->count && !text_equal(ins->items[at].name.name, arg->name.name);) at++;
    if (at >= ins->count || at >= MOST_ARGUMENTS) return false;  // reported by check
    args[at] = eval_expr(cx, arg->value);
    if (args[at]->kind == VAL_ERROR) return false;
  }
  return true;
}

// Where the value of an input is given: the argument, or the call where it is a default.
static Span argument_span(const Expr *expr, const FnInList *ins, size_t input) {
  for (size_t i = 0; i < expr->as.call.args.count; i++) {
    const Arg *arg = &expr->as.call.args.items[i];
    if (arg->name.name.size ? text_equal(arg->name.name, ins->items[input].name.name) : i == input)
      return arg->value->span;
  }
  return expr->span;
}

// Errors in the body of a library's function are the caller's.
static void blame_caller(Eval *eval, size_t before, const Decl *function, Span call) {
  for (size_t i = before; function->module->library && i < eval->diags->list.count; i++) {
    Diag *diag = eval->diags->list.items[i];
    if (!program_in_library(eval->program, diag->span) || program_in_library(eval->program, call)) continue;
    diag_note(eval->diags, diag, diag->span, "this happens in the library");
    diag->span = call;
  }
}

const Val *eval_call(const Context *cx, const Expr *expr) {
  Decl *decl = expr->as.call.decl;
  Arena *arena = cx->eval->arena;
  const Val *error = val_error(arena, expr->span);
  if (!decl) return error;
  const FnInList *ins = &decl->item->as.fn.ins;
  const Val *args[MOST_ARGUMENTS] = {0};
  if (ins->count > MOST_ARGUMENTS || !gather(cx, expr, ins, args)) return error;
  Frame *frame = eval_module_frame(cx->eval, decl->module);
  Context inner = {cx->eval, frame, NULL, cx->guard};
  Binding *bindings = ARENA_ARRAY(arena, Binding, ins->count + 1);
  for (size_t i = 0; i < ins->count; i++) {
    const FnIn *in = &ins->items[i];
    bool missing = !args[i] || (args[i]->kind == VAL_NULL && in->fallback && in->type->kind != TYPE_OPTIONAL);
    if (args[i] && args[i]->kind == VAL_CHOICE && in->fallback && in->type->kind != TYPE_OPTIONAL)
      args[i] = eval_where_null(cx, args[i], eval_expr(&inner, in->fallback));
    if (missing && in->fallback)
      args[i] = eval_expr(&inner, in->fallback);
    else if (missing && in->type->kind == TYPE_OPTIONAL)
      args[i] = val_null(arena, expr->span);
    else if (missing)
      return error;
    What what = {.format = "the input '%.*s' of %.*s()",
                 .parts = {in->name.name, decl->name},
                 .at = argument_span(expr, ins, i)};
    args[i] = eval_conform(cx, args[i], in->type, what);
    if (args[i]->kind == VAL_ERROR) return error;
    bindings[i] = (Binding){in->local, args[i], inner.locals};
    inner.locals = &bindings[i];
  }
  if (!decl->item->as.fn.body) return native(cx, expr, args, ins->count);
  // The stack of the caller, so that aws.region in a function is that of the stack it is used in.
  Frame caller = *frame;
  caller.stack = cx->frame ? cx->frame->stack : NULL;
  caller.in_check = eval_in_check(cx);
  inner.frame = ARENA_NEW(arena, Frame);
  *inner.frame = caller;
  size_t before = cx->eval->diags->list.count;
  const Val *val = eval_expr(&inner, decl->item->as.fn.body);
  if (decl->item->as.fn.result)
    val = eval_conform(&inner, val, decl->item->as.fn.result,
                       (What){.format = "the result of %.*s()", .parts = {decl->name}});
  blame_caller(cx->eval, before, decl, expr->span);
  return val;
}
