// The picture of what depends on what: resources by stack, with an edge for each that another needs. Programs and
// templates both become one of these; here it is written as dot, Mermaid, SVG or JSON.
#pragma once
#include "template/template.h"

typedef struct PictureEdge {
  Text stack, logical_id;  // what is needed
  bool depends_on;         // said so, and not by a reference
} PictureEdge;

typedef struct PictureNode {
  Text logical_id, type;
  Text label;              // what the picture calls it
  VEC(PictureEdge) edges;  // in order of appearance, a target once
} PictureNode;

typedef struct PictureStack {
  Text name;
  VEC(PictureNode) nodes;
  VEC(Text) needs;  // stacks that must be deployed before
} PictureStack;

typedef struct Picture {
  Arena *arena;
  VEC(PictureStack) stacks;
  VEC(Text) order;  // of deployment
} Picture;

// Adds a template as one stack: an edge for each reference to another resource of it, and for each DependsOn.
void picture_add(Picture *picture, const Template *template);

void picture_dot(Buffer *out, const Picture *picture);
void picture_mermaid(Buffer *out, const Picture *picture);
void picture_json(Buffer *out, const Picture *picture);
// Drawn by Graphviz's program `dot`. False with an error where it is not there or fails.
bool picture_svg(Buffer *out, const Picture *picture, Diags *diags);
