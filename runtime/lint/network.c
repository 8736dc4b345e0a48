// Networks: subnets within their VPC and beside one another, one route table a subnet, endpoints' private names.
#include <arpa/inet.h>
#include <stdlib.h>

#include "lint/reach.h"

// ───────────────────────────── CIDR blocks ─────────────────────────────

typedef struct Block {
  unsigned char bytes[16];
  int family, bits;
} Block;

// "10.0.0.0/16", "2001:db8::/56"; false for anything else.
static bool block_read(Text text, Block *out) {
  char copy[64];
  if (text.size >= sizeof copy || text.size == 0) return false;
  memcpy(copy, text.at, text.size);
  copy[text.size] = 0;
  char *slash = strchr(copy, '/');
  if (!slash) return false;
  *slash = 0;
  Text bits = text_of(slash + 1);
  *out = (Block){.family = strchr(copy, ':') ? AF_INET6 : AF_INET};
  for (size_t i = 0; i < bits.size; i++) {
    if (bits.at[i] < '0' || bits.at[i] > '9' || i > 2) return false;
    out->bits = out->bits * 10 + (bits.at[i] - '0');
  }
  if (!bits.size || out->bits > (out->family == AF_INET ? 32 : 128)) return false;
  if (inet_pton(out->family, copy, out->bytes) != 1) return false;
  // EC2 takes 10.0.0.2/24 for 10.0.0.0/24.
  for (int i = 0; i < 16; i++)
    if (i * 8 >= out->bits)
      out->bytes[i] = 0;
    else if (i * 8 + 8 > out->bits)
      out->bytes[i] &= (unsigned char)(0xFF << (i * 8 + 8 - out->bits));
  return true;
}

// Whether the first `bits` bits of both are equal.
static bool same_start(const Block *a, const Block *b, int bits) {
  int whole = bits / 8, rest = bits % 8;
  if (a->family != b->family || memcmp(a->bytes, b->bytes, (size_t)whole) != 0) return false;
  return !rest || (a->bytes[whole] ^ b->bytes[whole]) >> (8 - rest) == 0;
}

static bool block_within(const Block *inner, const Block *outer) {
  return inner->bits >= outer->bits && same_start(inner, outer, outer->bits);
}

static bool blocks_overlap(const Block *a, const Block *b) {
  return same_start(a, b, a->bits < b->bits ? a->bits : b->bits);
}

static const char *const block_properties[] = {"CidrBlock", "Ipv6CidrBlock"};

typedef struct Placed {
  Block block;
  LintAt at;
  World world;
} Placed;

typedef VEC(Placed) PlacedBlocks;

// The literal blocks of a resource. *known is false where it has others as well.
static PlacedBlocks blocks_of(Linter *linter, const LintResource *resource, bool *known) {
  static const char *const dynamic[] = {"Ipv4IpamPoolId", "Ipv6IpamPoolId", "Ipv6Pool", "AmazonProvidedIpv6CidrBlock"};
  PlacedBlocks list = {0};
  for (size_t i = 0; i < sizeof dynamic / sizeof *dynamic; i++)
    if (value_at(resource->properties.value, dynamic[i])) *known = false;
  for (size_t p = 0; p < 2; p++) {
    LintChoices values = lint_property(linter, resource, block_properties[p]);
    for (size_t i = 0; i < values.count; i++) {
      Placed placed = {.at = values.items[i].at, .world = values.items[i].world};
      if (block_read(lint_text(&placed.at), &placed.block))
        vec_push(linter->arena, &list, placed);
      else
        *known = false;
    }
  }
  return list;
}

// ───────────────────────────── Subnets within their VPC ─────────────────────────────

static void add_blocks(Linter *linter, PlacedBlocks *all, PlacedBlocks more) {
  for (size_t i = 0; i < more.count; i++) vec_push(linter->arena, all, more.items[i]);
}

static bool is_type(const LintResource *resource, const char *type) { return text_is(resource->resource->type, type); }

static bool is_live(const Linter *linter, const LintResource *resource, const char *type) {
  return is_type(resource, type) && lint_exists(linter, resource);
}

typedef struct Vpc {
  const LintResource *resource;
  PlacedBlocks blocks;
  bool known;  // no blocks besides
} Vpc;

static void check_within(Linter *linter, const Placed *subnet, const Vpc *vpc) {
  for (size_t i = 0; i < vpc->blocks.count; i++)
    if (block_within(&subnet->block, &vpc->blocks.items[i].block)) return;
  Diag *diag =
      lint_report(linter, "E3059", &subnet->at, "'%.*s' is not within the VPC", TEXT_ARG(lint_text(&subnet->at)));
  Buffer all = {0};
  for (size_t i = 0; i < vpc->blocks.count; i++)
    if (vpc->blocks.items[i].block.family == subnet->block.family)
      buffer_format(&all, "%s%.*s", all.size ? ", " : "", TEXT_ARG(lint_text(&vpc->blocks.items[i].at)));
  if (all.size)
    diag_help(linter->diags, diag, "the VPC has %.*s", TEXT_ARG(buffer_text(&all)));
  else
    diag_help(linter->diags, diag, "the VPC has no addresses of that family; add an AWS::EC2::VPCCidrBlock");
  buffer_free(&all);
  diag_note(linter->diags, diag, vpc->resource->resource->id_span, "this is the VPC");
}

static Vpc *find_vpc(const Linter *linter, const Map *vpcs, const LintResource *resource) {
  const LintResource *target = lint_target(linter, value_at(resource->properties.value, "VpcId"), NULL);
  return target ? map_get(vpcs, target->resource->logical_id) : NULL;
}

static void check_vpcs(Linter *linter) {
  Map vpcs = {0};
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    if (!is_live(linter, resource, "AWS::EC2::VPC")) continue;
    Vpc *vpc = ARENA_NEW(linter->arena, Vpc);
    *vpc = (Vpc){.resource = resource, .known = true};
    vpc->blocks = blocks_of(linter, resource, &vpc->known);
    map_put(linter->arena, &vpcs, resource->resource->logical_id, vpc);
  }
  for (size_t i = 0; i < linter->resources.count && vpcs.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    Vpc *vpc = is_live(linter, resource, "AWS::EC2::VPCCidrBlock") ? find_vpc(linter, &vpcs, resource) : NULL;
    if (vpc) add_blocks(linter, &vpc->blocks, blocks_of(linter, resource, &vpc->known));
  }
  for (size_t i = 0; i < linter->resources.count && vpcs.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    Vpc *vpc = is_live(linter, resource, "AWS::EC2::Subnet") ? find_vpc(linter, &vpcs, resource) : NULL;
    if (!vpc || !vpc->known || !vpc->blocks.count) continue;
    bool known = true;
    PlacedBlocks own = blocks_of(linter, resource, &known);
    for (size_t k = 0; k < own.count; k++) check_within(linter, &own.items[k], vpc);
  }
}

// ───────────────────────────── Subnets beside one another ─────────────────────────────

typedef struct SubnetBlock {
  Placed placed;
  Text vpc;  // by which it is the same: what VpcId refers to, or its text
  const LintResource *subnet;
} SubnetBlock;

typedef VEC(SubnetBlock) SubnetBlocks;

static int by_start(const void *a, const void *b) {
  const SubnetBlock *one = a, *other = b;
  int order = text_compare(one->vpc, other->vpc);
  if (!order) order = one->placed.block.family - other->placed.block.family;
  if (!order) order = memcmp(one->placed.block.bytes, other->placed.block.bytes, 16);
  if (!order) order = one->placed.block.bits - other->placed.block.bits;
  return order ? order : (int)(one->subnet > other->subnet) - (int)(one->subnet < other->subnet);
}

static Text vpc_of(Linter *linter, const LintResource *subnet) {
  const Value *vpc = value_at(subnet->properties.value, "VpcId");
  const LintResource *target = lint_target(linter, vpc, NULL);
  Text name;
  Value *argument;
  if (target) return target->resource->logical_id;
  if (value_intrinsic(vpc, &name, &argument)) return text_is(name, "Ref") ? value_text(argument) : (Text){0};
  return value_text(vpc);
}

static void report_overlap(Linter *linter, const SubnetBlock *first, const SubnetBlock *second) {
  if (first->subnet > second->subnet) {
    const SubnetBlock *swap = first;
    first = second, second = swap;
  }
  Diag *diag = lint_report(linter, "E3060", &second->placed.at, "'%.*s' overlaps with the subnet '%.*s'",
                           TEXT_ARG(lint_text(&second->placed.at)), TEXT_ARG(first->subnet->resource->logical_id));
  diag_note(linter->diags, diag, first->placed.at.span, "that has '%.*s'", TEXT_ARG(lint_text(&first->placed.at)));
}

// Blocks overlap exactly where one is within the other. So in order of address, wider ones first, those that a block
// lies in are a stack.
static void check_order(Linter *linter, const SubnetBlocks *blocks) {
  VEC(const SubnetBlock *) around = {0};
  for (size_t i = 0; i < blocks->count; i++) {
    const SubnetBlock *block = &blocks->items[i];
    while (around.count) {
      const SubnetBlock *last = around.items[around.count - 1];
      if (text_equal(last->vpc, block->vpc) && blocks_overlap(&last->placed.block, &block->placed.block)) break;
      around.count--;
    }
    for (size_t k = around.count; k > 0; k--) {
      if (!lint_together(linter, around.items[k - 1]->placed.world, block->placed.world)) continue;
      report_overlap(linter, around.items[k - 1], block);
      break;
    }
    vec_push(linter->arena, &around, block);
  }
}

static void check_subnets(Linter *linter) {
  SubnetBlocks blocks = {0};
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *subnet = &linter->resources.items[i];
    bool known = true;
    if (!is_live(linter, subnet, "AWS::EC2::Subnet")) continue;
    SubnetBlock block = {.vpc = vpc_of(linter, subnet), .subnet = subnet};
    PlacedBlocks own = blocks_of(linter, subnet, &known);
    for (size_t k = 0; block.vpc.size && k < own.count; k++) {
      block.placed = own.items[k];
      vec_push(linter->arena, &blocks, block);
    }
  }
  if (blocks.count) qsort(blocks.items, blocks.count, sizeof *blocks.items, by_start);
  check_order(linter, &blocks);
}

// ───────────────────────────── Route tables ─────────────────────────────

typedef struct Association {
  const LintResource *resource;
  LintChoice subnet;
  bool reported;
} Association;

static void report_association(Linter *linter, Association *one, const Association *other) {
  if (one->reported) return;
  one->reported = true;
  LintAt at = lint_field(&one->resource->properties, "SubnetId");
  Diag *diag = lint_report(linter, "E3022", &at, "the subnet has a route table by '%.*s' already",
                           TEXT_ARG(other->resource->resource->logical_id));
  diag_help(linter->diags, diag, "a subnet has one; remove one of the associations");
  diag_note(linter->diags, diag, other->resource->resource->id_span, "this is the other");
}

static void check_associations(Linter *linter) {
  VEC(Association) all = {0};
  Map by_subnet = {0};  // canonical subnet -> number of the first + 1
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *resource = &linter->resources.items[i];
    if (!is_live(linter, resource, "AWS::EC2::SubnetRouteTableAssociation")) continue;
    LintChoices subnets = lint_property(linter, resource, "SubnetId");
    for (size_t k = 0; k < subnets.count; k++)
      vec_push(linter->arena, &all, ((Association){resource, subnets.items[k], false}));
  }
  for (size_t i = 0; i < all.count; i++) {
    Text attribute, key;
    const Value *value = all.items[i].subnet.at.value;
    const LintResource *target = lint_target(linter, value, &attribute);
    if (target)
      key = text_format(linter->arena, "%.*s.%.*s", TEXT_ARG(target->resource->logical_id), TEXT_ARG(attribute));
    else
      key = value_text(value_at(value, "Ref")).size ? value_text(value_at(value, "Ref")) : value_text(value);
    if (!key.size) continue;
    uintptr_t first = (uintptr_t)map_get(&by_subnet, key);
    if (!first) {
      map_put(linter->arena, &by_subnet, key, (void *)(uintptr_t)(i + 1));
      continue;
    }
    Association *other = &all.items[first - 1];
    if (other->resource == all.items[i].resource) continue;
    World before = other->subnet.world, own = all.items[i].subnet.world;
    if (!lint_together(linter, before, own)) continue;
    // At the one that is never without the other; where there is none, at the second.
    bool first_always = !world_possible(linter->conditions, world_without(linter->conditions, before, own));
    bool second_always = !world_possible(linter->conditions, world_without(linter->conditions, own, before));
    if (first_always) report_association(linter, other, &all.items[i]);
    if (second_always || !first_always) report_association(linter, &all.items[i], other);
  }
}

// ───────────────────────────── Endpoints ─────────────────────────────

static Text endpoint_key(Linter *linter, const LintResource *endpoint, const char *property) {
  const Value *value = value_at(endpoint->properties.value, property);
  Text name;
  Value *argument;
  const LintResource *target = lint_target(linter, value, NULL);
  if (target) return target->resource->logical_id;
  if (!value_intrinsic(value, &name, &argument)) return value_text(value);
  return text_is(name, "Ref") || text_is(name, "Fn::Sub") ? value_text(argument) : (Text){0};
}

static void check_endpoints(Linter *linter) {
  Map first_of = {0};
  for (size_t i = 0; i < linter->resources.count; i++) {
    const LintResource *endpoint = &linter->resources.items[i];
    if (!is_live(linter, endpoint, "AWS::EC2::VPCEndpoint")) continue;
    LintChoices types = lint_property_sure(linter, endpoint, "VpcEndpointType");
    LintChoices private = lint_property_sure(linter, endpoint, "PrivateDnsEnabled");
    World world = lint_world(linter, endpoint);
    if (!lint_any_says(linter, &types, "Interface", world) || !lint_any_says(linter, &private, "true", world)) continue;
    Text vpc = endpoint_key(linter, endpoint, "VpcId"), service = endpoint_key(linter, endpoint, "ServiceName");
    if (!vpc.size || !service.size) continue;
    Text key = text_format(linter->arena, "%.*s %.*s", TEXT_ARG(vpc), TEXT_ARG(service));
    const LintResource *first = map_get(&first_of, key);
    if (!first) {
      map_put(linter->arena, &first_of, key, (void *)endpoint);
      continue;
    }
    if (!lint_together(linter, world, lint_world(linter, first))) continue;
    Diag *diag = lint_report(linter, "E3064", &endpoint->properties,
                             "the VPC has an endpoint of this service with private names already, '%.*s'",
                             TEXT_ARG(first->resource->logical_id));
    diag_help(linter->diags, diag, "one of them must say PrivateDnsEnabled: false");
    diag_note(linter->diags, diag, first->resource->id_span, "this is the other");
  }
}

// ───────────────────────────── Launch templates ─────────────────────────────

static void check_template(Linter *linter, const LintResource *resource) {
  LintLinks groups = lint_links(linter, resource, "LaunchTemplateData/SecurityGroupIds/*", "AWS::EC2::SecurityGroup");
  LintLinks subnets =
      lint_links(linter, resource, "LaunchTemplateData/NetworkInterfaces/*/SubnetId", "AWS::EC2::Subnet");
  for (size_t g = 0; g < groups.count; g++)
    for (size_t s = 0; s < subnets.count; s++) {
      LintAt one = lint_field(&groups.items[g].to->properties, "VpcId");
      LintAt other = lint_field(&subnets.items[s].to->properties, "VpcId");
      if (!one.value || !other.value || !lint_differs(linter, &one, &other)) continue;
      if (!lint_together(linter, groups.items[g].world, subnets.items[s].world)) continue;
      Diag *diag =
          lint_report(linter, "E3714", &one, "a launch template uses this security group in a subnet of another VPC");
      diag_note(linter->diags, diag, resource->resource->id_span, "this is the launch template");
      diag_note(linter->diags, diag, subnets.items[s].to->resource->id_span, "this is the subnet");
      break;
    }
}

static const LintRule rules[] = {
    {.id = "E3022",
     .title = "A subnet with two route tables",
     .about = "A subnet has one route table; the second AWS::EC2::SubnetRouteTableAssociation fails.",
     .template = check_associations},
    {.id = "E3059",
     .title = "A subnet outside of its VPC",
     .about = "The addresses of a subnet lie within those of the VPC, or of an AWS::EC2::VPCCidrBlock of it.",
     .template = check_vpcs},
    {.id = "E3060",
     .title = "Subnets that overlap",
     .about = "Subnets of one VPC have no address in common.",
     .template = check_subnets},
    {.id = "E3064",
     .title = "Two endpoints with private names for one service",
     .about = "In a VPC the service's own name can lead to one endpoint; a second with PrivateDnsEnabled fails.",
     .template = check_endpoints},
    {.id = "E3714",
     .title = "A launch template with a security group of another VPC than its subnet",
     .about = "EC2 refuses to start such an instance.",
     .of = "AWS::EC2::LaunchTemplate",
     .resource = check_template},
};

LINT_TOPIC(network, rules);
