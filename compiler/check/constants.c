// Constants: a `let` at the top of a file is one where all that it is made of is. Components, functions and other files
// see constants alone, so a use of another `let` there is an error that names what it depends on.
#include "check/program.h"

enum { UNSEEN, SEARCHING, KNOWN };  // in Decl.mark
enum { LONGEST_CHAIN = 5000 };

static Decl *first_dependence(Expr *expr, int left);

// `left`: how many more lets a chain of them is followed through; evaluation refuses longer ones.
static Decl *of_let(Decl *let, int left) {
  if (left == 0) return NULL;
  if (let->mark == SEARCHING) return NULL;  // a ring, which evaluation reports
  if (let->mark == UNSEEN) {
    let->mark = SEARCHING;
    let->depends = first_dependence(let->item->as.let.value, left - 1);
    let->mark = KNOWN;
  }
  return let->depends;
}

static Decl *of_name(Decl *decl, int left) {
  if (!decl) return NULL;
  switch (decl->kind) {
    case DECL_IN:
    case DECL_PARAM:
    case DECL_INSTANCE:
    case DECL_STACK: return decl;
    case DECL_LET:
      return decl->item->kind == ITEM_LET && decl->body == decl->module->body && !decl->module->library
                 ? of_let(decl, left)
                 : NULL;
    case DECL_OUT:
    case DECL_COMPONENT:
    case DECL_FN:
    case DECL_TYPE:
    case DECL_MODULE:
    case DECL_LOOP:
    case DECL_LOCAL:
    case DECL_AWS:
    case DECL_SELF:
    case DECL_TEST:
    case DECL_POLICY: return NULL;
  }
  return NULL;
}

static Decl *of_two(Expr *first, Expr *second, int left) {
  Decl *found = first_dependence(first, left);
  return found ? found : first_dependence(second, left);
}

static Decl *of_members(const RecordMemberList *members, int left) {
  for (size_t i = 0; i < members->count; i++) {
    Decl *found = of_two(members->items[i].key_expr, members->items[i].value, left);
    if (found) return found;
  }
  return NULL;
}

static Decl *of_elements(const ElemList *list, int left) {
  for (size_t i = 0; i < list->count; i++) {
    Decl *found = first_dependence(list->items[i].value, left);
    if (found) return found;
  }
  return NULL;
}

static Decl *of_parts(const PartList *parts, int left) {
  for (size_t i = 0; i < parts->count; i++) {
    Decl *found = first_dependence(parts->items[i].value, left);
    if (found) return found;
  }
  return NULL;
}

static Decl *of_arguments(const ArgList *args, int left) {
  for (size_t i = 0; i < args->count; i++) {
    Decl *found = first_dependence(args->items[i].value, left);
    if (found) return found;
  }
  return NULL;
}

// What of the program an expression depends on: the first input, parameter, instance or stack in it, or null.
static Decl *first_dependence(Expr *expr, int left) {
  if (!expr) return NULL;
  Decl *found;
  switch (expr->kind) {
    case EXPR_ERROR:
    case EXPR_NULL:
    case EXPR_BOOL:
    case EXPR_NUMBER:
    case EXPR_QUANTITY:
    case EXPR_STRING:
    case EXPR_AWS_TYPE: return NULL;
    case EXPR_NAME: return of_name(expr->as.name.decl, left);
    case EXPR_TEMPLATE: return of_parts(&expr->as.template.parts, left);
    case EXPR_LIST: return of_elements(&expr->as.list, left);
    case EXPR_LIST_FOR:
      found = of_two(expr->as.list_for.in, expr->as.list_for.condition, left);
      return found ? found : first_dependence(expr->as.list_for.elem.value, left);
    case EXPR_RECORD: return of_members(&expr->as.record, left);
    case EXPR_RECORD_FOR:
      found = of_two(expr->as.record_for.in, expr->as.record_for.condition, left);
      return found ? found : of_two(expr->as.record_for.key, expr->as.record_for.value, left);
    case EXPR_IF:
      found = of_two(expr->as.if_.condition, expr->as.if_.then, left);
      return found ? found : first_dependence(expr->as.if_.otherwise, left);
    case EXPR_BINARY: return of_two(expr->as.binary.left, expr->as.binary.right, left);
    case EXPR_UNARY: return first_dependence(expr->as.unary.operand, left);
    case EXPR_FIELD: return first_dependence(expr->as.field.object, left);
    case EXPR_INDEX: return of_two(expr->as.index.object, expr->as.index.index, left);
    case EXPR_CALL: return of_arguments(&expr->as.call.args, left);
    case EXPR_PAREN: return first_dependence(expr->as.paren, left);
  }
  return NULL;
}

void check_constants(Program *program) {
  Diags *diags = &program->session->diags;
  for (size_t i = 0; i < program->constant_uses.count; i++) {
    ConstantUse use = program->constant_uses.items[i];
    Decl *depends = of_name(use.decl, LONGEST_CHAIN);
    if (!depends) continue;
    Diag *diag = diag_error(diags, "E0216", use.span, "'%.*s' cannot be seen here: it depends on the program's '%.*s'",
                            TEXT_ARG(use.decl->name), TEXT_ARG(depends->name));
    diag_help(diags, diag,
              "components, functions and other files see constants alone: give an input for it, `in %.*s: ...`",
              TEXT_ARG(use.decl->name));
    diag_note(diags, diag, use.decl->span, "'%.*s' is declared here", TEXT_ARG(use.decl->name));
    diag_note(diags, diag, depends->span, "'%.*s' is declared here", TEXT_ARG(depends->name));
  }
}
