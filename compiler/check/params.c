// What types CloudFormation's parameters can have: text, numbers, a choice of literals, ids, and lists of these.
#include "check/resolve.h"

// The type behind names and parentheses; null where a ring of names (E0209) has none.
static const Type *behind(const Type *type) {
  for (int steps = 0; steps < 64; steps++) {
    if (type->kind == TYPE_PAREN)
      type = type->as.paren;
    else if ((type->kind == TYPE_NAME || type->kind == TYPE_QUALIFIED) && type->as.name.decl)
      type = type->as.name.decl->item->as.type.type;
    else
      return type;
  }
  return NULL;
}

static bool is_quantity(const Type *type) {
  static const char *const names[] = {"size", "duration", "percent"};
  for (size_t i = 0; i < 3 && type->kind == TYPE_NAME; i++)
    if (text_is(type->as.name.name.name, names[i])) return true;
  return false;
}

// What of a type keeps CloudFormation's parameters from having it, or null.
static const Type *unfit_for_params(const Type *type) {
  const Type *plain = behind(type);
  if (!plain) return NULL;
  switch (plain->kind) {
    case TYPE_ERROR:
    case TYPE_AWS:
    case TYPE_GENERIC:
    case TYPE_QUALIFIED:
    case TYPE_PAREN: return NULL;
    case TYPE_NAME: return is_quantity(plain) ? type : NULL;
    case TYPE_LITERAL:
    case TYPE_RECORD: return type;
    case TYPE_OPTIONAL: return unfit_for_params(plain->as.optional);
    case TYPE_LIST: {
      const Type *element = behind(plain->as.list);
      return element && element->kind != TYPE_NAME && element->kind != TYPE_AWS ? plain->as.list
                                                                                : unfit_for_params(plain->as.list);
    }
    case TYPE_UNION:
      for (size_t i = 0; i < plain->as.union_.count; i++) {
        const Type *item = behind(plain->as.union_.items[i]);
        if (item && item->kind != TYPE_LITERAL && item->kind != TYPE_ERROR) return plain->as.union_.items[i];
      }
      return NULL;
  }
  return NULL;
}

void resolve_param(const Place *place, const Type *type) {
  const Type *unfit = unfit_for_params(type);
  if (!unfit) return;
  Diags *diags = &place->program->session->diags;
  Diag *diag = diag_error(diags, "E0320", type->span, "a parameter of CloudFormation cannot have this type");
  const Type *plain = behind(unfit);
  if (plain && is_quantity(plain))
    diag_help(diags, diag, "take a number in the unit that AWS wants, or use an `in`");
  else
    diag_help(diags, diag,
              "parameters are text, numbers, true or false, a choice of literals, AWS ids, or lists of those; for all "
              "else use an `in`");
}
